// JSON text in columns, for nested values of plain data: no dates, no nulls. An undefined value is written as null and
// read back as undefined, so that its key is still there.
declare const held: unique symbol

/** Text that `toJson` wrote, and what it holds. */
export type Json<T> = string & { readonly [held]: T }

// The casts of the store, and the only ones: what is read here was written here, so the column's type is the proof.
export const toJson = <T>(value: T): Json<T> =>
  JSON.stringify(value, (_key, inner: unknown) => (inner === undefined ? null : inner)) as Json<T>

export const fromJson = <T>(text: Json<T>): T => withUndefined(JSON.parse(text)) as T

function withUndefined(value: unknown): unknown {
  if (value === null) return undefined
  if (typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map(withUndefined)
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withUndefined(inner)]))
}
