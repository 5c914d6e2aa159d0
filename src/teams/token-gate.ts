// Is this token the channel's, for this bot, and of now? Decided before the SDK sees a request: what costs little comes
// first, and nothing is asked of the key service for a token that could not be right anyway.
import { decodeJwt, decodeProtectedHeader, errors, jwtVerify } from 'jose'
import type { ChannelKey, ChannelKeys } from './channel-keys.ts'

export const channelIssuer = 'https://api.botframework.com'

type Named = { readonly ok: true; readonly kid: string }
type Refused = { readonly ok: false; readonly why: TokenRefusal }
export type TokenVerdict = { readonly ok: true; readonly serviceUrl: string } | Refused

export type TokenRefusal =
  | 'no-token'
  | 'malformed'
  | 'not-for-us'
  | 'unknown-key'
  | 'not-endorsed'
  | 'wrong-signature'
  /** Signed rightly, and over or not begun: this machine's clock may be wrong. */
  | 'out-of-time'
  /** The key service could not be asked, so nobody knows. */
  | 'no-keys'

export type TokenGateParts = {
  readonly keys: ChannelKeys
  readonly appId: string
  readonly now: () => Date
}

/** Genuine ones have about 1,500 letters. */
const longest = 8192
const bearer = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/
/** How far the clocks of the channel and the bot may differ, in seconds. */
const skew = 300

/** What a token says that was found to be right; the channel sends the same one for about an hour. */
type Known = Named & {
  readonly key: ChannelKey
  readonly serviceUrl: string
  readonly from: number
  readonly until: number
}
const mostKnown = 200

/** `channelId` is the activity's: the key has to be endorsed for it. */
export type TokenGate = (authorization: string, channelId: string) => Promise<TokenVerdict>

export function tokenGate({ keys, appId, now }: TokenGateParts): TokenGate {
  const known = new Map<string, Known>()

  async function check(authorization: string, channelId: string): Promise<TokenVerdict> {
    if (authorization === '') return no('no-token')
    const token = authorization.length > longest ? undefined : bearer.exec(authorization)?.[1]
    if (token === undefined) return no('malformed')
    const before = known.get(token)
    const named = before ?? keyNamedBy(token, appId)
    if (!named.ok) return named
    const found = await keys.find(named.kid)
    if (found === 'unavailable') return no('no-keys')
    if (found === 'unknown') return no('unknown-key')
    if (!found.endorsements.includes(channelId)) return no('not-endorsed')
    if (before && before.key === found && isNow(before)) return { ok: true, serviceUrl: before.serviceUrl }
    const verdict = await verify(token, found.key)
    if (!verdict.ok) return verdict
    const { serviceUrl, from, until } = verdict
    remember(token, { ok: true, kid: named.kid, key: found, serviceUrl, from, until })
    return { ok: true, serviceUrl }
  }

  async function verify(token: string, key: ChannelKey['key']): Promise<Verified | Refused> {
    try {
      const { payload } = await jwtVerify<{ serviceurl?: unknown }>(token, key, {
        algorithms: ['RS256'],
        issuer: channelIssuer,
        audience: appId,
        requiredClaims: ['exp', 'nbf', 'serviceurl'],
        clockTolerance: skew,
        currentDate: now(),
      })
      const { serviceurl: serviceUrl, nbf: from = Infinity, exp: until = 0 } = payload
      return typeof serviceUrl === 'string' ? { ok: true, serviceUrl, from, until } : no('malformed')
    } catch (error) {
      return no(whyNot(error))
    }
  }

  function isNow({ from, until }: Known): boolean {
    const seconds = now().getTime() / 1000
    return from - skew <= seconds && seconds < until + skew
  }

  function remember(token: string, one: Known): void {
    const [oldest] = known.keys()
    if (known.size >= mostKnown && oldest !== undefined) known.delete(oldest)
    known.set(token, one)
  }

  return check
}

type Verified = Extract<TokenVerdict, { ok: true }> & { readonly from: number; readonly until: number }

const no = (why: TokenRefusal): Refused => ({ ok: false, why })

/** The key that the token names, where everything else that it says of itself could be right. Nothing is verified yet. */
function keyNamedBy(token: string, appId: string): Named | Refused {
  try {
    const { alg, kid } = decodeProtectedHeader(token)
    if (alg !== 'RS256' || typeof kid !== 'string' || kid === '' || kid.length > 256) return no('malformed')
    const { iss, aud } = decodeJwt(token)
    return iss === channelIssuer && aud === appId ? { ok: true, kid } : no('not-for-us')
  } catch {
    return no('malformed')
  }
}

function whyNot(error: unknown): TokenRefusal {
  if (error instanceof errors.JWTExpired) return 'out-of-time'
  if (error instanceof errors.JWSSignatureVerificationFailed) return 'wrong-signature'
  const isEarly =
    error instanceof errors.JWTClaimValidationFailed && error.claim === 'nbf' && error.reason === 'check_failed'
  return isEarly ? 'out-of-time' : 'malformed'
}
