// What the attacker's process and the attacked one say to each other.
import type { Sandbox } from '../../src/sandbox/server.ts'

export type Setting = {
  readonly appId: string
  readonly tenantId: string
  readonly metadataUrl: string
  readonly connectorOrigin: string
  readonly graphUrl: string
  readonly environment: Sandbox['environment']
  readonly databaseFile: string
  readonly logFile: string
}

/** What it may be asked after that: how it is, or to believe that so much time has passed. */
export type Order = 'tell' | { readonly forwardMs: number }

/** What the attacked process says of itself. */
export type Told = {
  /** Activities that came through the door. */
  readonly turns: number
  readonly rssMb: number
  /** How many issuers of tokens the SDK knows by now. */
  readonly sdkIssuers: number
  /** The longest that nothing else could be done, since the last time that it was asked. */
  readonly longestPauseMs: number
  /** Where it connected to, and the names that it looked up. */
  readonly reached: readonly string[]
}
