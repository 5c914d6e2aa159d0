// Counters and histograms whose labels are words of this code. The place of each set of labels is made once and found
// again in a map; there are so many places and no more, whatever anybody counts.
import { Counter, Histogram, type Registry } from 'prom-client'

/** The labels of a metric, with their values where all of them are known before; those begin at 0. */
type Labels = readonly [string, readonly string[]][]

type Place<Kind> = (first?: string, second?: string) => Kind

export function counter(registry: Registry, name: string, help: string, labels: Labels): Place<Counter.Internal> {
  const labelNames = labels.map(([label]) => label)
  const one = new Counter({ name: `reconnect_${name}`, help, labelNames, registers: [registry] })
  return places(labels, (values) => {
    const place = one.labels(...values)
    place.inc(0)
    return place
  })
}

/** In seconds. */
const buckets = [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10]

export function histogram(
  registry: Registry,
  name: string,
  help: string,
  labels: Labels,
): Place<Histogram.Internal<string>> {
  const labelNames = labels.map(([label]) => label)
  const one = new Histogram({ name: `reconnect_${name}`, help, labelNames, buckets, registers: [registry] })
  return places(labels, (values) => {
    one.zero(Object.fromEntries(labelNames.map((label, at) => [label, values[at] ?? ''])))
    return one.labels(...values)
  })
}

const word = /^[a-z0-9-]{1,40}$/
const mostPlaces = 100

function places<Kind>(labels: Labels, make: (values: readonly string[]) => Kind): Place<Kind> {
  const made = new Map<string, Map<string, Kind>>()
  let count = 0

  function find(first: string, second: string): Kind {
    const row = made.get(first) ?? new Map<string, Kind>()
    made.set(first, row)
    const known = row.get(second)
    if (known !== undefined) return known
    count += 1
    const place = make([first, second].slice(0, labels.length))
    row.set(second, place)
    return place
  }

  function placeOf(first = '', second = ''): Kind {
    const known = made.get(first)?.get(second)
    if (known !== undefined) return known
    const isFine = count < mostPlaces && [first, second].slice(0, labels.length).every((value) => word.test(value))
    return isFine ? find(first, second) : find('other', labels.length > 1 ? 'other' : '')
  }

  const [[, firsts] = ['', []], [, seconds] = ['', ['']]] = labels
  for (const first of firsts) for (const second of seconds) placeOf(first, second)
  return placeOf
}
