// The real Graph adapter as tests need it: settings that suit them, its log and its waits collected, no real waiting.
import type { TokenCredential } from '@azure/identity'
import type { LogEvent } from '../../src/flows/ports.ts'
import { rules } from '../../src/graph/client.ts'
import { graph, type GraphOptions } from '../../src/graph/graph.ts'
import { helpdeskGroupId } from '../../src/sandbox/tenant.ts'
import type { Sandbox } from '../../src/sandbox/server.ts'

export const personId = '5b0a7c10-0000-4000-8000-000000000001'
export const cloudPcId = 'c10dbc00-0000-4000-8000-000000000001'

type Overrides = Partial<Omit<GraphOptions, 'credential' | 'tokenCredential'>> & {
  readonly tokenCredential?: TokenCredential
  /** A deadline of this length for every call, for servers that never answer. */
  readonly deadlineMs?: number
}

export function graphAt(baseUrl: string, { deadlineMs, ...overrides }: Overrides = {}) {
  const events: LogEvent[] = []
  const waits: number[] = []
  const keep = (event: LogEvent) => void events.push(event)
  const short = deadlineMs === undefined ? {} : shortened(deadlineMs)
  const adapter = graph({
    baseUrl,
    beta: true,
    helpdeskGroupId,
    log: { info: keep, warn: keep, error: keep },
    now: () => new Date(),
    random: () => 0,
    wait: (ms) => {
      waits.push(ms)
      return Promise.resolve()
    },
    tokenCredential: fixedCredential(),
    rules: short,
    ...overrides,
  })
  return { ...adapter, events, waits }
}

function shortened(deadlineMs: number) {
  const { restart, read, extra, token } = rules
  return {
    restart: { ...restart, deadlineMs },
    read: { ...read, deadlineMs },
    extra: { ...extra, deadlineMs },
    token: { ...token, deadlineMs: deadlineMs / 2 },
  }
}

const hourMs = 60 * 60_000

/** A new token each time it is asked: "token-1", "token-2" and so on. */
export function fixedCredential(): TokenCredential & { asked(): number } {
  let count = 0
  return {
    asked: () => count,
    getToken: () => Promise.resolve({ token: `token-${++count}`, expiresOnTimestamp: Date.now() + hourMs }),
  }
}

/** Gets its tokens from the sandbox as the managed identity does, without the cache that MSAL keeps for the process. */
export function sandboxCredential({ environment }: Pick<Sandbox, 'environment'>): TokenCredential {
  return {
    async getToken() {
      const url = `${environment.IDENTITY_ENDPOINT}?resource=https://graph.microsoft.com&api-version=2019-08-01`
      const response = await fetch(url, { headers: { 'X-IDENTITY-HEADER': environment.IDENTITY_HEADER } })
      if (!response.ok) throw Object.assign(new Error('no token'), { statusCode: response.status })
      const body = (await response.json()) as { access_token: string; expires_on: string }
      return { token: body.access_token, expiresOnTimestamp: Number(body.expires_on) * 1000 }
    },
  }
}
