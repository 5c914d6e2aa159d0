// The Bot Framework adapter: who may call the bot, and how the bot calls the channel.
import { type Activity, CloudAdapter, type TurnContext } from 'botbuilder'
import { AuthenticationConfiguration, AuthenticationConstants, type Claim } from 'botframework-connector'
import { noMetrics } from '../flows/no-metrics.ts'
import type { Log, Metrics } from '../flows/ports.ts'
import { ChannelAuthentication } from './channel-client.ts'
import { createSender } from './channel-sender.ts'
import { credentialsOf, type Identity, tokensOf } from './channel-token.ts'
import { isServiceUrl } from './service-url.ts'
import { channelIssuer } from './token-gate.ts'

/** The bot's identity in its tenant; `none` switches authentication off and is for loopback only. */
export type AdapterIdentity = Identity | { readonly kind: 'none' }

/** The channel's side, as the bot knows it. */
export type Channel = {
  /** Where it publishes where its keys are. */
  readonly metadataUrl: string
  /** Where it may be answered; the bot's token goes nowhere else. */
  readonly origins: readonly string[]
}
export const usualMetadataUrl = AuthenticationConstants.ToBotFromChannelOpenIdMetadataUrl

export const appIdOf = (identity: AdapterIdentity): string => (identity.kind === 'none' ? '' : identity.appId)

/** Takes an activity without the SDK's own HTTP answers, which echo its error texts. */
export class ReconnectAdapter extends CloudAdapter {
  receive(authorization: string, activity: Activity, logic: (context: TurnContext) => Promise<void>): Promise<unknown> {
    return this.processActivity(authorization, activity, logic)
  }
}

/** `sendMs`: how long the channel may take to accept a message. */
export function createAdapter(
  identity: AdapterIdentity,
  channel: Channel,
  log: Log,
  sendMs: number,
  metrics: Metrics = noMetrics,
): ReconnectAdapter {
  const adapter = new ReconnectAdapter(authenticationOf(identity, channel, sendMs, metrics))
  adapter.onTurnError = (_, error) => {
    log.error({ event: 'turn-failed-late' }, error)
    return Promise.resolve()
  }
  return adapter
}

function authenticationOf(identity: AdapterIdentity, channel: Channel, sendMs: number, metrics: Metrics) {
  if (identity.kind === 'none')
    return new ChannelAuthentication('', createSender({ token: undefined, mayGo: () => true, sendMs, metrics }), {})
  const credentials = credentialsOf(identity)
  const send = createSender({
    token: tokensOf(identity.appId, credentials, sendMs),
    mayGo: (url) => isServiceUrl(url, channel.origins),
    sendMs,
    metrics,
  })
  const rules = onlyChannelTokens(identity.appId)
  return new ChannelAuthentication(identity.appId, send, commercialCloud(channel), credentials, rules)
}

/** What the SDK takes for granted, in so many words: it asks for all of them where one is given. */
const commercialCloud = ({ metadataUrl }: Channel) => ({
  ValidateAuthority: 'true',
  ToChannelFromBotLoginUrl: AuthenticationConstants.ToChannelFromBotLoginUrl,
  ToChannelFromBotOAuthScope: AuthenticationConstants.ToChannelFromBotOAuthScope,
  ToBotFromChannelTokenIssuer: channelIssuer,
  OAuthUrl: AuthenticationConstants.OAuthUrl,
  ToBotFromChannelOpenIdMetadataUrl: metadataUrl,
  // Tokens of the emulator are not let in; should the SDK look for their keys all the same, it finds the channel's.
  ToBotFromEmulatorOpenIdMetadataUrl: metadataUrl,
})

// Without this the SDK lets in tokens of other apps, and the bot's own outbound token.
function onlyChannelTokens(appId: string): AuthenticationConfiguration {
  const valueOf = (claims: readonly Claim[], type: string) => claims.find((claim) => claim.type === type)?.value
  return new AuthenticationConfiguration([], (claims) => {
    if (valueOf(claims, 'iss') === channelIssuer && valueOf(claims, 'aud') === appId) return Promise.resolve()
    return Promise.reject(new Error('the token is not from the channel for this bot'))
  })
}
