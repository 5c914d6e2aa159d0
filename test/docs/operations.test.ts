// What docs/operations.md lists is what is counted and logged.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { createMetrics } from '../../src/metrics.ts'
import { parseExposition } from '../helpers/exposition.ts'
import { readSource } from '../helpers/source-files.ts'

const page = readFileSync(path.resolve(import.meta.dirname, '../../docs/operations.md'), 'utf8')

/** The cells of the rows below this heading, up to the next one of its kind. */
function rowsBelow(heading: string): string[][] {
  const [, section = ''] = page.split(`\n## ${heading}\n`)
  const [own = ''] = section.split('\n## ')
  return own
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) => line.split(/(?<!\\)\|/).map((cell) => cell.trim()))
}

const code = (cell = ''): string[] => [...cell.matchAll(/`([^`]+)`/g)].map(([, word = '']) => word)

describe('the documentation of the metrics', () => {
  const rows = rowsBelow('Metrics')
  const documented = rows.flatMap(([, cell]) => code(cell))
  const isOfProcess = (name: string) => /^reconnect_(nodejs|process)_/.test(name)

  it('has each metric once', () => {
    assert.deepEqual(documented, [...new Set(documented)])
  })

  it('has a row for every metric of the bot, and none for any other', async () => {
    const { types } = parseExposition(await createMetrics({ ownProcess: false }).text())
    assert.deepEqual(documented.filter((name) => !isOfProcess(name)).toSorted(), [...types.keys()].toSorted())
  })

  it('has those of the process', async () => {
    const { types } = parseExposition(await createMetrics({ ownProcess: true }).text())
    const [told, known] = [[...types.keys()], documented].map((names) => names.filter(isOfProcess).toSorted())
    if (process.platform === 'linux') assert.deepEqual(known, told)
    else
      assert.deepEqual(
        told?.filter((name) => !known?.includes(name)),
        [],
      )
  })

  it('names the values of every label, and no other', async () => {
    const book = createMetrics({ ownProcess: false, keepMs: 0 })
    const [requests, tickets] = [new Map<string, number>(), new Map<string, number>()]
    book.watch(() => Promise.resolve({ waiting: 0, oldestSeconds: 0, requests, tickets, brakePulled: false }))
    const { samples } = parseExposition(await book.text())
    for (const [, cell, labels = ''] of rows.filter((row) => row.length === 5))
      for (const [, label = '', list = ''] of labels.matchAll(/`(\w+)`: ([a-z, -]+)/g)) {
        if (!list.includes(', ')) continue
        const told = samples.filter(({ name }) => name === code(cell)[0]).map((sample) => sample.labels[label] ?? '')
        assert.deepEqual([...new Set(told)].toSorted(), list.trim().split(', ').toSorted(), `${cell ?? ''} ${label}`)
      }
  })
})

describe('the documentation of the log', () => {
  const levels = new Map(rowsBelow('The log').map(([, event, level = '']) => [code(event)[0] ?? '', level]))
  const text = readSource('src')
    .map((file) => file.text)
    .join('\n')

  it('has a row for every event, and none for any other', () => {
    const events = new Set([...text.matchAll(/\bevent: '([^']+)'/g)].map(([, event = '']) => event))
    assert.deepEqual([...levels.keys()].toSorted(), [...events].toSorted())
  })

  it('tells their levels', () => {
    const logged = [...text.matchAll(/log\.(info|warn|error)\(\s*\{\s*event: '([^']+)'/g)]
    assert.ok(logged.length > 20)
    for (const [, level = '', event = ''] of logged) assert.ok(levels.get(event)?.includes(level), `${event}: ${level}`)
  })

  it('sees every line: each names its event where it is written', () => {
    assert.deepEqual([...text.matchAll(/log\.(?:info|warn|error)\(\s*\{\s*event(?!: ')/g)], [])
  })
})
