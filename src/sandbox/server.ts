// The stand-in for Graph and for the token endpoint, on this machine only and never in production.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { controlReply, isControl } from './control.ts'
import { actsFirst, createFaults, type Faults, faultReply } from './faults.ts'
import { createIdentity } from './identity.ts'
import { type Asked, graphError, type Reply } from './replies.ts'
import { routeOf } from './routes.ts'
import { createTenant, type Reboot } from './tenant.ts'
import { host, openDoor, readRequest, writeReply } from './wire.ts'

export type SandboxOptions = {
  /** Must be false: a bot that obeys a stand-in must never face real people. */
  readonly production: boolean
  /** 0, the usual, takes a free one. */
  readonly port?: number
  readonly now?: () => Date
  /** 1 is a restart of eight seconds; 4 is four times as fast. */
  readonly speed?: number
  readonly pageSize?: number
}

export type Sandbox = {
  /** What the Graph adapter takes as its base URL. */
  readonly url: string
  /** What the process environment must hold for a managed identity to find its token here. */
  readonly environment: { readonly IDENTITY_ENDPOINT: string; readonly IDENTITY_HEADER: string }
  readonly faults: Faults
  reboots(): readonly Reboot[]
  /** Makes every token given so far worthless. */
  revokeTokens(): void
  /** Callers find the port closed until the door is opened again. */
  closeDoor(): Promise<void>
  openDoor(): Promise<void>
  stop(): Promise<void>
}

export async function startSandbox(options: SandboxOptions): Promise<Sandbox> {
  if (options.production) throw new Error('The sandbox stands in for Microsoft Graph and never starts in production.')
  const { now = () => new Date(), speed = 1, pageSize = 100 } = options
  const tenant = createTenant({ now, speed })
  const identity = createIdentity(now)
  const faults = createFaults()
  const server = createServer((request, response) => {
    handle(request, response).catch(() => request.socket.destroy())
  })
  const door = await openDoor(server, options.port ?? 0)
  let reopening: NodeJS.Timeout | undefined

  async function handle(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const asked = await readRequest(request)
    if (isControl(asked)) {
      writeReply(response, controlReply(asked, { faults, reboots: tenant.reboots, refuse: shutAfter(response) }), asked)
      return
    }
    const { call, reply } = routed(asked)
    const fault = call && faults.take(call)
    const honest = fault === undefined || actsFirst(fault) ? reply() : undefined
    if (fault === 'reset' || fault === 'act-then-reset') request.socket.resetAndDestroy()
    else if (fault !== 'hang' && fault !== 'act-then-hang')
      writeReply(response, fault ? faultReply(fault) : (honest ?? { status: 500 }), asked)
  }

  function routed(asked: Asked) {
    if (asked.method === 'GET' && asked.url.pathname === '/msi/token')
      return { call: 'token', reply: () => identity.reply(asked) } as const
    const route = routeOf(asked, tenant, { pageSize, now })
    const reply = () =>
      identity.accepts(asked.headers['authorization']) ? (route?.reply() ?? nothing) : unauthorized()
    return { call: route?.call, reply }
  }

  const shutAfter = (response: ServerResponse) => (ms: number) => {
    response.once('finish', () => void door.close())
    reopening = setTimeout(() => void door.open(), ms)
  }

  const url = `http://${host}:${door.port}`
  return {
    url,
    environment: { IDENTITY_ENDPOINT: `${url}/msi/token`, IDENTITY_HEADER: identity.header },
    faults,
    reboots: tenant.reboots,
    revokeTokens: identity.revoke,
    closeDoor: door.close,
    openDoor() {
      clearTimeout(reopening)
      return door.open()
    },
    stop() {
      clearTimeout(reopening)
      return door.close()
    },
  }
}

const nothing: Reply = graphError(404, 'UnknownError', 'The stand-in has no such resource.')

function unauthorized(): Reply {
  const reply = graphError(401, 'InvalidAuthenticationToken', 'Access token is empty, unknown or expired.')
  return { ...reply, headers: { ...reply.headers, 'WWW-Authenticate': 'Bearer realm=""' } }
}
