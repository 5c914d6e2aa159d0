// Each way of signing in makes the credential class that it names.
import assert from 'node:assert/strict'
import {
  ClientCertificateCredential,
  ClientSecretCredential,
  ManagedIdentityCredential,
  WorkloadIdentityCredential,
} from '@azure/identity'
import { tokenCredential } from '../../src/graph/credential.ts'

const app = { tenantId: '00000000-0000-4000-8000-0000000000aa', clientId: '00000000-0000-4000-8000-0000000000cc' }

describe('the credential', () => {
  it('is of the class that its kind names', () => {
    assert.ok(tokenCredential({ kind: 'managed-identity' }) instanceof ManagedIdentityCredential)
    assert.ok(
      tokenCredential({ kind: 'managed-identity', clientId: app.clientId }) instanceof ManagedIdentityCredential,
    )
    assert.ok(
      tokenCredential({ kind: 'workload-identity', ...app, tokenFile: '/t' }) instanceof WorkloadIdentityCredential,
    )
    assert.ok(
      tokenCredential({ kind: 'certificate', ...app, certificateFile: '/c.pem' }) instanceof
        ClientCertificateCredential,
    )
    assert.ok(tokenCredential({ kind: 'secret', ...app, secret: 's' }) instanceof ClientSecretCredential)
  })
})
