// What a bot with an identity needs of the channel: published keys, tokens for what arrives, and one for what it sends.
import { AppCredentials, AuthenticationConstants } from 'botframework-connector'
import type { JWTPayload } from 'jose'
import { tenantId } from '../../src/sandbox/tenant.ts'
import type { AdapterIdentity, Channel } from '../../src/teams/adapter.ts'
import { channelIssuer } from '../../src/teams/token-gate.ts'
import { type KeyService, newSigningKey, signedToken, type SigningKey, startKeyService } from './key-service.ts'

export type ChannelProof = {
  readonly identity: AdapterIdentity & { readonly appId: string }
  readonly channel: Channel
  readonly keys: KeyService
  readonly signingKey: SigningKey
  /** What a genuine token says, as of now. */
  claims(): JWTPayload
  /** The header of a genuine request. */
  authorization(): Promise<string>
  stop(): Promise<void>
}

/** What the bot sends along with its messages. */
export const outboundToken = 'the-token-of-the-bot'

let made = 0

/** `serviceUrl`: where the channel takes the bot's answers. */
export async function startChannelProof(serviceUrl: string): Promise<ChannelProof> {
  const appId = `00000000-0000-4000-8000-${String(++made).padStart(12, '0')}`
  const signingKey = await newSigningKey(`key-${made}`)
  const keys = await startKeyService(signingKey)
  giveToken(appId)
  const claims = (): JWTPayload => {
    const now = Math.floor(Date.now() / 1000)
    return { iss: channelIssuer, aud: appId, nbf: now - 10, exp: now + 3600, serviceurl: serviceUrl }
  }
  let genuine: Promise<string> | undefined
  return {
    identity: { kind: 'single-tenant', appId, tenantId, secret: 'not-a-secret' },
    channel: { metadataUrl: keys.metadataUrl, origins: [new URL(serviceUrl).origin] },
    keys,
    signingKey,
    claims,
    authorization: async () => `Bearer ${await (genuine ??= signedToken(signingKey, claims()))}`,
    stop: () => keys.stop(),
  }
}

/** Puts it where the SDK keeps what the sign-in service gave it, which is out of reach here. */
export function giveToken(appId: string): void {
  const kept: unknown = Reflect.get(AppCredentials, 'cache')
  if (!(kept instanceof Map)) throw new Error('the SDK keeps its tokens elsewhere')
  const expiresOn = new Date(Date.now() + 24 * 3_600_000)
  kept.set(`${appId}${AuthenticationConstants.ToChannelFromBotOAuthScope}-cache`, {
    accessToken: outboundToken,
    expiresOn,
  })
}
