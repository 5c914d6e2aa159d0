// A key service as the channel has one: a real server that publishes keys, rotates them, hangs and fails, and the tokens
// that are signed with them.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Channel } from '../../src/teams/adapter.ts'
import { type CryptoKey, exportJWK, generateKeyPair, type JWTPayload, SignJWT } from 'jose'

/** No channel at all, for a bot that asks for no tokens. */
export const loopback: Channel = { metadataUrl: 'http://127.0.0.1:9/', origins: [] }

export type SigningKey = { readonly kid: string; readonly privateKey: CryptoKey; readonly jwk: object }
type Behaviour = 'well' | 'hang' | { readonly status?: number; readonly body?: string }
export type KeyService = {
  readonly metadataUrl: string
  /** Requests that arrived, for the metadata and for the keys. */
  readonly asked: { readonly metadata: number; readonly keys: number }
  /** Resolves once the next request arrives. */
  nextRequest(): Promise<void>
  publish(...keys: readonly SigningKey[]): void
  /** What it answers from now on: as it should, nothing at all, or this. */
  behave(how: Behaviour): void
  stop(): Promise<void>
}

export async function newSigningKey(kid: string, endorsements: readonly string[] = ['msteams']): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair('RS256', { extractable: true })
  return { kid, privateKey, jwk: { ...(await exportJWK(publicKey)), kid, use: 'sig', endorsements } }
}

export async function startKeyService(...published: readonly SigningKey[]): Promise<KeyService> {
  let keys = published
  let how: Behaviour = 'well'
  const asked = { metadata: 0, keys: 0 }
  const waiting: (() => void)[] = []
  const server = createServer((request, response) => {
    const isMetadata = request.url === '/metadata'
    asked[isMetadata ? 'metadata' : 'keys']++
    for (const resolve of waiting.splice(0)) resolve()
    if (how === 'hang') return
    if (how !== 'well') {
      // Not in one: restify changes what writeHead answers, in all of the process.
      response.writeHead(how.status ?? 200, { Location: '/elsewhere' })
      response.end(how.body ?? '')
      return
    }
    response.setHeader('Content-Type', 'application/json')
    response.end(JSON.stringify(isMetadata ? { jwks_uri: `${url()}/keys` } : { keys: keys.map(({ jwk }) => jwk) }))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  return {
    metadataUrl: `${url()}/metadata`,
    asked,
    nextRequest: () => new Promise((resolve) => waiting.push(resolve)),
    publish(...fresh) {
      keys = fresh
    },
    behave(next) {
      how = next
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve()
        })
        server.closeAllConnections()
      }),
  }
}

/** A token as the channel signs one; `claims` and `header` replace what is usual, and undefined leaves it out. */
export function signedToken(
  { kid, privateKey }: SigningKey,
  claims: JWTPayload,
  header: Readonly<Record<string, unknown>> = {},
): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid, ...header }).sign(privateKey)
}
