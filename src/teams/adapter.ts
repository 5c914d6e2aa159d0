// The Bot Framework adapter: who may call the bot, and how the bot calls the channel.
import type { Agent } from 'node:http'
import {
  type Activity,
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  ConfigurationServiceClientCredentialFactory,
  type TurnContext,
} from 'botbuilder'
import {
  AuthenticationConfiguration,
  AuthenticationConstants,
  type Claim,
  type ConnectorClient,
} from 'botframework-connector'
import type { BotIdentity } from '../config.ts'
import { noMetrics } from '../flows/no-metrics.ts'
import type { Log, Metrics } from '../flows/ports.ts'
import { type Connections, keptConnections } from './connection.ts'
import { counted, deedOf } from './counted-requests.ts'
import { isServiceUrl } from './service-url.ts'
import { channelIssuer } from './token-gate.ts'

/** The bot's identity in its tenant; `none` switches authentication off and is for loopback only. */
export type AdapterIdentity = BotIdentity | { readonly kind: 'none' }

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
  const authentication =
    identity.kind === 'none'
      ? new ConfigurationBotFrameworkAuthentication({})
      : new ConfigurationBotFrameworkAuthentication(
          commercialCloud(channel),
          credentialsOf(identity),
          onlyChannelTokens(identity.appId),
        )
  const adapter = new ReconnectAdapter(authentication)
  const mayGo = (url: string): boolean => identity.kind === 'none' || isServiceUrl(url, channel.origins)
  const connections = keptConnections()
  adapter.use(async (context, next) => {
    sendOnce(context, adapter, connections, mayGo, sendMs, metrics)
    await next()
  })
  adapter.onTurnError = (_, error) => {
    log.error({ event: 'turn-failed-late' }, error)
    return Promise.resolve()
  }
  return adapter
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

function credentialsOf(
  identity: Exclude<AdapterIdentity, { kind: 'none' }>,
): ConfigurationServiceClientCredentialFactory {
  const { appId, tenantId } = identity
  return new ConfigurationServiceClientCredentialFactory({
    MicrosoftAppId: appId,
    MicrosoftAppTenantId: tenantId,
    ...(identity.kind === 'single-tenant'
      ? { MicrosoftAppType: 'SingleTenant', MicrosoftAppPassword: identity.secret }
      : { MicrosoftAppType: 'UserAssignedMsi' }),
  })
}

// Without this the SDK lets in tokens of other apps, and the bot's own outbound token.
function onlyChannelTokens(appId: string): AuthenticationConfiguration {
  const valueOf = (claims: readonly Claim[], type: string) => claims.find((claim) => claim.type === type)?.value
  return new AuthenticationConfiguration([], (claims) => {
    if (valueOf(claims, 'iss') === channelIssuer && valueOf(claims, 'aud') === appId) return Promise.resolve()
    return Promise.reject(new Error('the token is not from the channel for this bot'))
  })
}

const connected = Symbol('a request of this turn has a connection to the channel')

/** Can a message of this turn have left for the channel? Not without a token, nor without a connection. */
export const mayHaveLeft = ({ turnState }: TurnContext): boolean => turnState.has(connected)

// The connector client sends a message up to four times, follows redirections with it, and waits without end. All that
// is taken out: a repeated message is a second card, and a turn has to end. The policies' names are the SDK's own; a
// test fails when they change.
function sendOnce(
  context: TurnContext,
  adapter: CloudAdapter,
  connections: Connections,
  mayGo: (url: string) => boolean,
  sendMs: number,
  metrics: Metrics,
): void {
  // What is sent may outlast the turn; its context does not.
  const { turnState } = context
  const client = turnState.get<ConnectorClient | undefined>(adapter.ConnectorClientKey)
  const pipeline = client && pipelineOf(client)
  if (!pipeline) return
  for (const name of ['defaultRetryPolicy', 'redirectPolicy']) pipeline.removePolicy({ name })
  // Comes behind the SDK's own policies that get the token and name a proxy, whose connections are not ours to watch.
  pipeline.addPolicy({
    name: 'deadline',
    sendRequest: (request, next) => {
      // The last look before the bot's token leaves, at whatever made up the address.
      if (!mayGo(request.url)) return Promise.reject(new Error('this address is not one of the channel'))
      const stands = () => turnState.set(connected, true)
      // Not the SDK's own time-out, which ends with the headers of the answer and leaves its body all the time.
      request.abortSignal = AbortSignal.timeout(sendMs)
      if (request.agent) stands()
      else request.agent = connections(request.url, stands)
      return counted(metrics, deedOf(request), () => next(request))
    },
  })
}

type Pipeline = {
  removePolicy(which: { name: string }): void
  addPolicy(policy: {
    name: string
    sendRequest: (request: OutRequest, next: (request: unknown) => Promise<unknown>) => Promise<unknown>
  }): void
}
type OutRequest = {
  readonly url: string
  readonly method: string
  readonly body?: unknown
  abortSignal?: AbortSignal
  agent?: Agent
}

/** The connector client keeps the client that sends, and that one's pipeline, to itself. */
function pipelineOf(client: object): Pipeline | undefined {
  const sender: unknown = Reflect.get(client, 'client')
  const pipeline: unknown = typeof sender === 'object' && sender !== null ? Reflect.get(sender, 'pipeline') : undefined
  return isPipeline(pipeline) ? pipeline : undefined
}

const isPipeline = (value: unknown): value is Pipeline =>
  typeof value === 'object' && value !== null && 'removePolicy' in value && 'addPolicy' in value
