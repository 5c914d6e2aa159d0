// The bot's own token for the channel: where it comes from, and that nobody waits for it without end.
import { ConfigurationServiceClientCredentialFactory } from 'botbuilder'
import { AppCredentials, AuthenticationConstants, type ServiceClientCredentialsFactory } from 'botframework-connector'
import type { BotIdentity } from '../config.ts'
import { within } from './channel-sender.ts'

export function credentialsOf(identity: BotIdentity): ConfigurationServiceClientCredentialFactory {
  const { appId, tenantId } = identity
  return new ConfigurationServiceClientCredentialFactory({
    MicrosoftAppId: appId,
    MicrosoftAppTenantId: tenantId,
    ...(identity.kind === 'single-tenant'
      ? { MicrosoftAppType: 'SingleTenant', MicrosoftAppPassword: identity.secret }
      : { MicrosoftAppType: 'UserAssignedMsi' }),
  })
}

/** The SDK keeps the token until five minutes before its end; here it is asked for a new one once at a time. */
export function tokensOf(
  appId: string,
  factory: Pick<ServiceClientCredentialsFactory, 'createCredentials'>,
  askMs: number,
): () => Promise<string> {
  const { ToChannelFromBotOAuthScope: scope, ToChannelFromBotLoginUrl: login } = AuthenticationConstants
  let credentials: AppCredentials | undefined
  let flight: Promise<string> | undefined

  async function ask(): Promise<string> {
    if (!credentials) {
      const made = await factory.createCredentials(appId, scope, login, true)
      if (!(made instanceof AppCredentials)) throw new Error('the SDK made credentials of another kind')
      credentials = made
    }
    return credentials.getToken()
  }

  return () =>
    // The SDK hears of no connection that ends in the middle of an answer, and waits for a silent one for ever. Whoever asks
    // after that must not wait with it.
    (flight ??= within(askMs, ask()).finally(() => {
      flight = undefined
    }))
}
