// Changes a value somewhere inside: what a client sends, with something else in one place.
import fc from 'fast-check'

type Edit = {
  readonly where: number
  readonly how: 'replace' | 'delete' | 'add'
  readonly name: string
  readonly value: unknown
}

const odd: readonly unknown[] = [
  null,
  '',
  ' ',
  '\0',
  '\ud800',
  '\u202e',
  '__proto__',
  'constructor',
  '${data}',
  "' or 1=1 --",
  '../../etc/passwd',
  'x'.repeat(5000),
  -1,
  0,
  1e308,
  0.1,
  Number.MAX_SAFE_INTEGER,
  true,
  [],
  {},
  [[]],
  { toString: 1 },
  { length: 1e9 },
]

export const value: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom(...odd),
  fc.jsonValue({ maxDepth: 3 }),
  fc.string({ maxLength: 80, unit: 'binary' }),
)

export const edits = (most: number): fc.Arbitrary<readonly Edit[]> =>
  fc.array(
    fc.record({
      where: fc.nat(1_000_000),
      how: fc.constantFrom('replace', 'replace', 'delete', 'add'),
      name: fc.oneof(fc.constantFrom('verb', 'id', 'nonce', 'step', 'choice', 'text', 'value', 'type'), fc.string()),
      value,
    }),
    { minLength: 1, maxLength: most },
  )

/** Places are counted through the whole value, so that the same numbers make the same change. */
export function edited(whole: object, all: readonly Edit[]): unknown {
  const copy = structuredClone(whole)
  for (const { where, how, name, value: fresh } of all) {
    const places = placesIn(copy)
    const place = places[where % places.length]
    if (!place) continue
    const { owner, key } = place
    if (how === 'delete') Reflect.deleteProperty(owner, key)
    else set(owner, how === 'add' ? name : key, fresh)
  }
  return copy
}

/** As JSON would have it, also under `__proto__`. */
const set = (owner: object, key: string, fresh: unknown): void => {
  Object.defineProperty(owner, key, { value: fresh, enumerable: true, configurable: true, writable: true })
}

function placesIn(owner: unknown): { readonly owner: object; readonly key: string }[] {
  if (typeof owner !== 'object' || owner === null) return []
  return Object.entries(owner).flatMap(([key, inner]) => [{ owner, key }, ...placesIn(inner)])
}
