// What a process of bots and its parent tell each other.
import type { RestartState } from '../../src/core/restart-request.ts'
import type { Sandbox } from '../../src/sandbox/server.ts'
import type { StoreLocation } from '../../src/store/location.ts'

/** A bot that the process has to run: its store, and the far sides that it talks to. */
export type Opening = {
  readonly bot: number
  readonly database: StoreLocation
  readonly graphUrl: string
  readonly environment: Sandbox['environment']
  readonly logFile: string
}

/** What a commit is about: the state that it leaves a restart request in, or the card that was delivered. */
export type CommitSeen = {
  readonly when: 'before' | 'after'
  readonly state: RestartState | undefined
  readonly delivered: string | undefined
}

export type ToBots =
  | { readonly kind: 'open'; readonly opening: Opening }
  | { readonly kind: 'close'; readonly bot: number }
  /** The commit of this number may go on. */
  | { readonly kind: 'go'; readonly commit: number }

export type FromBots =
  /** Everything is imported and read, so many milliseconds after the process began. */
  | { readonly kind: 'loaded'; readonly ms: number }
  | { readonly kind: 'ready'; readonly bot: number; readonly port: number; readonly ms: number }
  | { readonly kind: 'closed'; readonly bot: number }
  /** Waits until it may go on. */
  | { readonly kind: 'commit'; readonly bot: number; readonly commit: number; readonly seen: CommitSeen }
