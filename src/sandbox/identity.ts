// The token endpoint of the stand-in, as App Service offers one to a managed identity; and the check of the tokens it gave.
import { randomUUID } from 'node:crypto'
import type { Asked, Reply } from './replies.ts'

export type Identity = {
  /** What the bot has to send along to be given a token; Azure puts such a value into IDENTITY_HEADER. */
  readonly header: string
  reply(asked: Asked): Reply
  accepts(authorization: string | string[] | undefined): boolean
  /** Makes every token given so far worthless. */
  readonly revoke: () => void
}

const lifeMs = 60 * 60_000
const apiVersion = '2019-08-01'

export function createIdentity(now: () => Date): Identity {
  const header = randomUUID()
  const expiries = new Map<string, number>()
  return {
    header,
    reply({ url, headers }) {
      if (headers['x-identity-header'] !== header) return refusal(401, 'the identity header is missing or wrong')
      if (url.searchParams.get('api-version') !== apiVersion) return refusal(400, `api-version must be ${apiVersion}`)
      const resource = url.searchParams.get('resource')
      if (!resource) return refusal(400, 'a resource must be named')
      const token = `sandbox-${randomUUID()}`
      const expiresAt = now().getTime() + lifeMs
      expiries.set(token, expiresAt)
      const client_id = url.searchParams.get('client_id') ?? '00000000-0000-4000-8000-0000000000cc'
      const expires_on = String(Math.floor(expiresAt / 1000))
      return { status: 200, body: { access_token: token, expires_on, resource, token_type: 'Bearer', client_id } }
    },
    accepts(authorization) {
      if (typeof authorization !== 'string' || !authorization.startsWith('Bearer ')) return false
      return (expiries.get(authorization.slice('Bearer '.length)) ?? 0) > now().getTime()
    },
    revoke: () => {
      expiries.clear()
    },
  }
}

const refusal = (statusCode: number, message: string): Reply => ({
  status: statusCode,
  body: { statusCode, message, correlationId: randomUUID() },
})
