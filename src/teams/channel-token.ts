// The bot's own token for the channel: where it comes from, and that nobody waits for it without end.
import { ConfigurationServiceClientCredentialFactory } from 'botbuilder'
import {
  AppCredentials,
  AuthenticationConstants,
  type IJwtTokenProviderFactory,
  ManagedIdentityServiceClientCredentialsFactory,
  type ServiceClientCredentialsFactory,
} from 'botframework-connector'
import type { BotIdentity } from '../config.ts'
import { within } from './channel-sender.ts'

/** Gives tokens of one managed identity, and of nobody else. */
export type TokenSource = {
  getToken(scope: string): Promise<{ readonly token: string; readonly expiresOnTimestamp: number } | null>
}

type ManagedIdentity = Extract<BotIdentity, { kind: 'managed-identity' }>
export type Identity = Exclude<BotIdentity, ManagedIdentity> | (ManagedIdentity & { readonly credential: TokenSource })

type Factory = ConfigurationServiceClientCredentialFactory | ManagedIdentityServiceClientCredentialsFactory

export function credentialsOf(identity: Identity): Factory {
  if (identity.kind === 'managed-identity') return ofManagedIdentity(identity)
  return new ConfigurationServiceClientCredentialFactory({
    MicrosoftAppId: identity.appId,
    MicrosoftAppTenantId: identity.tenantId,
    MicrosoftAppType: 'SingleTenant',
    MicrosoftAppPassword: identity.secret,
  })
}

/** Left to itself the SDK tries what it finds in the environment first, and what other tools have signed in with at last. */
function ofManagedIdentity({ appId, credential }: Extract<Identity, ManagedIdentity>): Factory {
  // All that the SDK uses of it.
  const source = credential as unknown as ReturnType<IJwtTokenProviderFactory['createAzureServiceTokenProvider']>
  return new ManagedIdentityServiceClientCredentialsFactory(appId, { createAzureServiceTokenProvider: () => source })
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
