// Keeps one access token for Graph, renews it in time, and asks for a new one at most once at a time.
import type { AccessToken, TokenCredential } from '@azure/identity'
import { unlessAborted, withDeadline } from './deadline.ts'

export type Tokens = {
  current(): Promise<string>
  /** A token other than the one that Graph rejected, as far as the credential can give one. */
  renewed(rejected: string): Promise<string>
}

export type TokenOptions = {
  /**
   * Makes the credential. Called again after a rejected token, since a new credential has an empty cache; that of
   * managed identities belongs to the process and stays, so there a new token comes when the platform gives one.
   */
  readonly credential: () => TokenCredential
  readonly scope: string
  readonly deadlineMs: number
  readonly now: () => Date
}

const marginMs = 5 * 60_000

export function tokenKeeper({ credential, scope, deadlineMs, now }: TokenOptions): Tokens {
  let source = credential()
  let held: AccessToken | undefined
  let flight: Promise<AccessToken> | undefined

  const acquire = (): Promise<AccessToken> => {
    // A token endpoint that hangs must not hold up those who ask after it has recovered: hence the limit.
    flight ??= withDeadline(deadlineMs, async ({ signal }) => {
      const token = await unlessAborted(source.getToken(scope, { abortSignal: signal }), signal)
      if (token === null) throw new Error('the credential gave no token')
      held = token
      return token
    }).finally(() => {
      flight = undefined
    })
    return flight
  }

  const isUsable = (token: AccessToken) => now().getTime() < token.expiresOnTimestamp - marginMs
  const isFresh = (token: AccessToken) =>
    isUsable(token) && now().getTime() < (token.refreshAfterTimestamp ?? Number.POSITIVE_INFINITY)

  return {
    async current() {
      const before = held
      if (before && isFresh(before)) return before.token
      try {
        return (await acquire()).token
      } catch (error) {
        if (before && isUsable(before)) return before.token
        throw error
      }
    },
    async renewed(rejected) {
      if (held && held.token !== rejected) return held.token
      if (held) {
        held = undefined
        source = credential()
      }
      return (await acquire()).token
    },
  }
}
