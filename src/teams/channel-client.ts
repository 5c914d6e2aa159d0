// Stands in for the SDK's connector client, which makes a pipeline of a dozen steps for every turn, sends a message up to four
// times, follows redirections with it and waits without end. The SDK takes it from the authentication, so it is put there.
import {
  type Activity,
  ConfigurationBotFrameworkAuthentication,
  type ConfigurationBotFrameworkAuthenticationOptions,
} from 'botbuilder'
import {
  type AuthenticateRequestResult,
  type AuthenticationConfiguration,
  type ClaimsIdentity,
  type ConnectorClient,
  ConnectorFactory,
  type ServiceClientCredentialsFactory,
  type UserTokenClient,
} from 'botframework-connector'
import * as z from 'zod'
import type { Send } from './channel-sender.ts'

const taken = z.object({ id: z.string().optional() }).catch({})

class ChannelClients extends ConnectorFactory {
  readonly #send: Send
  constructor(send: Send) {
    super()
    this.#send = send
  }

  override create(serviceUrl: string): Promise<ConnectorClient> {
    const send = async (
      method: 'POST' | 'PUT',
      conversation: string,
      id: string | undefined,
      activity: Partial<Activity>,
    ) => {
      const deed = method === 'PUT' ? 'update' : activity.type === 'typing' ? 'typing' : 'post'
      return taken.parse(await this.#send(deed, urlOf(serviceUrl, conversation, id), activity))
    }
    const conversations = {
      sendToConversation: (conversation: string, activity: Partial<Activity>) =>
        send('POST', conversation, undefined, activity),
      replyToActivity: (conversation: string, id: string, activity: Partial<Activity>) =>
        send('POST', conversation, id, activity),
      updateActivity: (conversation: string, id: string, activity: Partial<Activity>) =>
        send('PUT', conversation, id, activity),
    }
    // All that the adapter uses of it.
    return Promise.resolve({ conversations } as unknown as ConnectorClient)
  }
}

const urlOf = (serviceUrl: string, conversation: string, id: string | undefined): string =>
  [
    serviceUrl.replace(/\/$/, ''),
    'v3/conversations',
    encodeURIComponent(conversation),
    'activities',
    ...(id === undefined ? [] : [encodeURIComponent(id)]),
  ].join('/')

/** The channel sends the same token for about an hour, and the token gate looks at it each time. */
const verdictMs = 60_000
const mostVerdicts = 200

/** The SDK's own checks of what comes in, and the bot's own way out. */
export class ChannelAuthentication extends ConfigurationBotFrameworkAuthentication {
  readonly #appId: string
  readonly #clients: ConnectorFactory
  readonly #verdicts = new Map<string, { readonly result: AuthenticateRequestResult; readonly until: number }>()
  #userTokens: Promise<UserTokenClient> | undefined

  constructor(
    appId: string,
    send: Send,
    settings: ConfigurationBotFrameworkAuthenticationOptions,
    credentials?: ServiceClientCredentialsFactory,
    rules?: AuthenticationConfiguration,
  ) {
    super(settings, credentials, rules)
    this.#appId = appId
    this.#clients = new ChannelClients(send)
  }

  /** The SDK's verdict on a token is good for as long as it stands here, for the same channel and service URL. */
  override async authenticateRequest(activity: Activity, header: string): Promise<AuthenticateRequestResult> {
    const { channelId, serviceUrl } = activity
    const key = JSON.stringify([header, channelId, serviceUrl])
    const now = performance.now()
    const before = this.#verdicts.get(key)
    if (before && now < before.until) return before.result
    const result = { ...(await super.authenticateRequest(activity, header)), connectorFactory: this.#clients }
    if (this.#verdicts.size >= mostVerdicts) this.#verdicts.clear()
    this.#verdicts.set(key, { result, until: now + verdictMs })
    return result
  }

  override createConnectorFactory(identity: ClaimsIdentity): ConnectorFactory {
    const audience = identity.getClaimValue('aud') ?? ''
    if (audience !== this.#appId) throw new Error('the bot cannot speak for another app')
    return this.#clients
  }

  /** For sign-ins of people, which the bot has none of; the SDK wants one for every turn. */
  override createUserTokenClient(identity: ClaimsIdentity): Promise<UserTokenClient> {
    return (this.#userTokens ??= super.createUserTokenClient(identity))
  }
}
