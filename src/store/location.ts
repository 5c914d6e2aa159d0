// Where the store is, and the store once it is open.
import type { Database } from './tables.ts'

export type StoreLocation =
  | { readonly kind: 'sqlite'; readonly file: string }
  /** `url` may hold a password, and is never printed. */
  | { readonly kind: 'postgres'; readonly url: string }

export type OpenDatabase = {
  readonly db: Database
  /** What the store's own clock says, in milliseconds since 1970. */
  readTime(): Promise<number>
  close(): Promise<void>
}
