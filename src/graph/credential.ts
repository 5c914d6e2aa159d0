// The ways in which the bot may sign in to Graph. Each is named outright; nothing is guessed from the environment.
import {
  ClientCertificateCredential,
  ClientSecretCredential,
  ManagedIdentityCredential,
  type TokenCredential,
  WorkloadIdentityCredential,
} from '@azure/identity'
import type { GraphCredential } from '../config.ts'

/** One layer retries, and it is not this one: see the table in client.ts. */
const once = { retryOptions: { maxRetries: 0 } }

export function tokenCredential(credential: GraphCredential): TokenCredential {
  switch (credential.kind) {
    case 'managed-identity':
      return new ManagedIdentityCredential(
        credential.clientId === undefined ? once : { ...once, clientId: credential.clientId },
      )
    case 'workload-identity':
      return new WorkloadIdentityCredential({
        ...once,
        tenantId: credential.tenantId,
        clientId: credential.clientId,
        tokenFilePath: credential.tokenFile,
      })
    case 'certificate':
      return new ClientCertificateCredential(credential.tenantId, credential.clientId, credential.certificateFile, once)
    case 'secret':
      return new ClientSecretCredential(credential.tenantId, credential.clientId, credential.secret, once)
  }
}
