// The text format of Prometheus, read strictly: every line has to be one of its kinds, and every sample has to have a type.
// What is no number may be written in small or capital letters, since Prometheus reads it with the parser of Go.
// Source: https://prometheus.io/docs/instrumenting/exposition_formats/
import assert from 'node:assert/strict'

export type Sample = {
  readonly name: string
  readonly labels: Readonly<Record<string, string>>
  readonly value: number
}
export type Exposition = {
  readonly types: ReadonlyMap<string, string>
  readonly samples: readonly Sample[]
  /** The value of the one sample with this name and these labels, written as in the format. */
  readonly value: (sample: string) => number | undefined
}

const sampleLine = /^([a-zA-Z_:][\w:]*)(?:\{(.*)\})? ([Nn]a[Nn]|[+-]Inf|-?\d+(?:\.\d+)?(?:e[+-]?\d+)?)$/
const labelPair = /([a-zA-Z_]\w*)="((?:[^"\\\n]|\\["\\n])*)"(?:,|$)/g

export function parseExposition(text: string): Exposition {
  assert.ok(text.endsWith('\n'))
  const types = new Map<string, string>()
  const samples: Sample[] = []
  const values = new Map<string, number>()
  for (const line of text.split('\n').filter((one) => one !== '')) {
    const [, typed, type = ''] = /^# TYPE (\S+) (counter|gauge|histogram|summary|untyped)$/.exec(line) ?? []
    if (typed !== undefined) {
      assert.ok(!types.has(typed), `${typed} has two types`)
      types.set(typed, type)
    } else if (!/^# HELP \S+ \S/.test(line)) {
      const [, name = '', inner = '', value = ''] =
        sampleLine.exec(line) ?? assert.fail(`no line of the format: ${line}`)
      const pairs = [...inner.matchAll(labelPair)]
      assert.equal(pairs.map(([whole]) => whole).join(''), inner, line)
      assert.ok(types.has(name) || types.has(name.replace(/_(bucket|sum|count)$/, '')), `${name} has no type`)
      const labels = Object.fromEntries(pairs.map(([, label = '', told = '']) => [label, told]))
      samples.push({ name, labels, value: Number(value.replace('Inf', 'Infinity')) })
      const key = line.slice(0, line.lastIndexOf(' '))
      assert.ok(!values.has(key), `${key} is told twice`)
      values.set(key, Number(value))
    }
  }
  return { types, samples, value: (sample) => values.get(sample) }
}
