// The bare SDK, as its samples use it: restify's body parser, CloudAdapter, and one fixed text as the answer to everything.
import {
  type Activity,
  ActivityTypes,
  CloudAdapter,
  ConfigurationBotFrameworkAuthentication,
  ConfigurationServiceClientCredentialFactory,
} from 'botbuilder'
import { AuthenticationConfiguration, AuthenticationConstants } from 'botframework-connector'
import restify, { type Request, type Response } from 'restify'
import { serve } from './served.ts'

type BotRequest = Parameters<CloudAdapter['process']>[0]

serve(async ({ appId, tenantId, metadataUrl }) => {
  const adapter = new CloudAdapter(
    new ConfigurationBotFrameworkAuthentication(
      {
        ValidateAuthority: 'true',
        ToChannelFromBotLoginUrl: AuthenticationConstants.ToChannelFromBotLoginUrl,
        ToChannelFromBotOAuthScope: AuthenticationConstants.ToChannelFromBotOAuthScope,
        ToBotFromChannelTokenIssuer: AuthenticationConstants.ToBotFromChannelTokenIssuer,
        OAuthUrl: AuthenticationConstants.OAuthUrl,
        ToBotFromChannelOpenIdMetadataUrl: metadataUrl,
        ToBotFromEmulatorOpenIdMetadataUrl: metadataUrl,
      },
      new ConfigurationServiceClientCredentialFactory({
        MicrosoftAppId: appId,
        MicrosoftAppTenantId: tenantId,
        MicrosoftAppType: 'SingleTenant',
        MicrosoftAppPassword: 'not-a-secret',
      }),
      new AuthenticationConfiguration([], () => Promise.resolve()),
    ),
  )
  const server = restify.createServer()
  server.use(restify.plugins.bodyParser())
  server.post('/api/messages', async (request: Request, response: Response) => {
    // restify's type of a request is a little wider than what the adapter asks for.
    await adapter.process(request as BotRequest, response, async (context) => {
      await context.sendActivity(context.activity.type === 'invoke' ? invokeResponse : 'The same answer to everything.')
    })
  })
  await new Promise<void>((resolve) => {
    server.listen(0, '127.0.0.1', resolve)
  })
  const { port } = server.address()
  return { port, stop: () => Promise.resolve() }
})

const invokeResponse: Partial<Activity> = {
  type: ActivityTypes.InvokeResponse,
  value: { status: 200, body: { statusCode: 200, type: 'application/vnd.microsoft.activity.message', value: 'Done.' } },
}
