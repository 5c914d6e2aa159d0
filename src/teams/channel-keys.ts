// The keys with which the channel signs its tokens, as it publishes them. They are asked for seldom, by one request at a
// time, and those at hand stay in use for as long as the key service does not answer.
// Source: https://learn.microsoft.com/azure/bot-service/rest-api/bot-framework-rest-connector-authentication
import { type CryptoKey, importJWK } from 'jose'
import * as z from 'zod'
import type { Log } from '../flows/ports.ts'

export type ChannelKey = {
  readonly key: CryptoKey
  /** The channels that may sign with it. */
  readonly endorsements: readonly string[]
}

export type ChannelKeys = {
  /** `unavailable`: nobody knows yet. No keys could be had so far, or they are being read and too many wait for that. */
  find(kid: string): Promise<ChannelKey | 'unknown' | 'unavailable'>
}

export type ChannelKeysParts = {
  readonly metadataUrl: string
  readonly log: Log
  /** Milliseconds since some moment, which never go back: a clock that is set back would keep the keys from being read. */
  readonly ticks?: () => number
  /** When whoever waits for the key service is to give up. */
  readonly deadline?: () => AbortSignal
}

const second = 1000
/** Keys change seldom, and new ones are published a day before they are used. */
const fresh = 24 * 60 * 60 * second
/** However many unknown keys are asked for. */
const betweenReads = 60 * second
/** While there is none, nobody can be let in. */
const betweenFirstReads = 5 * second
/** While there are keys. A crowd that waits for others would keep those out whose key is known. */
const mostInWait = 50
const usualDeadline = () => AbortSignal.timeout(5 * second)
const mostBytes = 256 * 1024

/** Whoever could change the keys on their way could sign tokens; in the clear they come from a stand-in on this machine only. */
const safeUrl = z.url({ protocol: /^https$/ }).or(z.url({ protocol: /^http$/, hostname: /^127\.0\.0\.1$/ }))
const metadataShape = z.object({ jwks_uri: safeUrl })
const jwk = z.object({
  kty: z.literal('RSA'),
  kid: z.string().min(1).max(256),
  n: z.string().max(2048),
  e: z.string().max(16),
  endorsements: z.array(z.string()).default([]),
})
const keysShape = z.object({ keys: z.array(z.unknown()).max(100) })

export function channelKeys({
  metadataUrl,
  log,
  ticks = () => performance.now(),
  deadline = usualDeadline,
}: ChannelKeysParts): ChannelKeys {
  let keys: ReadonlyMap<string, ChannelKey> = new Map()
  let readAt = -Infinity
  let triedAt = -Infinity
  let reading: Promise<void> | undefined
  let inWait = 0

  /** Never throws: what cannot be read leaves the keys as they are. */
  function refresh(): Promise<void> {
    const pause = keys.size === 0 ? betweenFirstReads : betweenReads
    if (!reading && ticks() - triedAt < pause) return Promise.resolve()
    reading ??= read().finally(() => {
      reading = undefined
    })
    return reading
  }

  async function read(): Promise<void> {
    triedAt = ticks()
    try {
      keys = await readKeys(metadataUrl, deadline())
      readAt = ticks()
    } catch (error) {
      log.error({ event: 'channel-keys-not-read' }, error)
    }
  }

  /** Whether there may be some now; not where too many wait for it. */
  async function waitForNews(): Promise<boolean> {
    if (reading && keys.size > 0 && inWait >= mostInWait) return false
    inWait++
    await refresh()
    inWait--
    return true
  }

  return {
    async find(kid) {
      if (keys.has(kid)) {
        // Nobody waits for what is only to be read again.
        if (ticks() - readAt > fresh) void refresh()
      } else if (!(await waitForNews())) return 'unavailable'
      return keys.get(kid) ?? (keys.size === 0 ? 'unavailable' : 'unknown')
    },
  }
}

async function readKeys(metadataUrl: string, signal: AbortSignal): Promise<ReadonlyMap<string, ChannelKey>> {
  const { jwks_uri } = metadataShape.parse(await readJson(metadataUrl, signal))
  const { keys } = keysShape.parse(await readJson(jwks_uri, signal))
  // A key of a kind that is not known here takes nothing from the others.
  const known = keys.flatMap((one) => jwk.safeParse(one).data ?? [])
  const imported = await Promise.all(known.map(async (one) => [one.kid, await importKey(one)] as const))
  if (imported.length === 0) throw new Error('the key service published no key that can be used')
  return new Map(imported)
}

async function importKey({ kty, n, e, endorsements }: z.infer<typeof jwk>): Promise<ChannelKey> {
  const key = await importJWK({ kty, n, e }, 'RS256')
  if (key instanceof Uint8Array) throw new Error('an RSA key is no bytes')
  return { key, endorsements }
}

async function readJson(url: string, signal: AbortSignal): Promise<unknown> {
  const response = await fetch(url, { signal, redirect: 'error' })
  if (!response.ok || !response.body) throw new Error(`the key service answered ${response.status}`)
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of response.body as AsyncIterable<Uint8Array>) {
    size += chunk.length
    if (size > mostBytes) throw new Error('the key service answered too much')
    chunks.push(chunk)
  }
  return JSON.parse(Buffer.concat(chunks).toString('utf8'))
}
