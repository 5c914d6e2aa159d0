// From an HTTP status, or from whatever the SDKs throw, to a GraphFailure: by type and code, never by message text.
import { GraphClientError } from '@microsoft/microsoft-graph-client'
import type { GraphFailure } from '../flows/ports.ts'

/** A call that brought no answer. `sent` is false only where it is certain that Graph never saw the request. */
export type Broken = { readonly kind: 'broken'; readonly sent: boolean; readonly failure: GraphFailure }

type Stage = 'token' | 'http'

/** The SDK drops the cause of any error but its own kind, so the cause travels in that kind. */
export function atStage(stage: Stage, cause: unknown): GraphClientError {
  const error = new GraphClientError(`a Graph call broke off at its ${stage} step`)
  error.customError = { stage, cause }
  return error
}

export function brokenBy(error: unknown): Broken {
  const { stage, cause } = stageOf(error)
  const failure = (kind: GraphFailure['kind']) => ({ kind, status: undefined, requestId: undefined })
  if (stage === 'token')
    return { kind: 'broken', sent: false, failure: failure(isRefusedSignIn(cause) ? 'not-signed-in' : 'unreachable') }
  return { kind: 'broken', sent: !neverConnected(cause), failure: failure('unreachable') }
}

export function failureOfStatus(status: number, requestId: string | undefined): GraphFailure {
  return { kind: kindOfStatus(status), status, requestId }
}

function kindOfStatus(status: number): GraphFailure['kind'] {
  switch (status) {
    case 401:
      return 'not-signed-in'
    case 403:
      return 'no-right'
    case 404:
    case 410:
      return 'not-found'
    case 409:
    case 423:
      return 'busy'
    case 429:
      return 'throttled'
    default:
      return status === 408 || status >= 500 ? 'unreachable' : 'unclear'
  }
}

function stageOf(error: unknown): { stage: Stage; cause: unknown } {
  const custom: unknown = error instanceof GraphClientError ? error.customError : undefined
  const stage = field(custom, 'stage')
  return stage === 'token' || stage === 'http'
    ? { stage, cause: field(custom, 'cause') }
    : { stage: 'http', cause: error }
}

const field = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && name in value ? (value as Record<string, unknown>)[name] : undefined

/** The error and everything that it names as its cause, the outermost first. */
function chainOf(error: unknown): unknown[] {
  const chain: unknown[] = []
  for (let at = error; at !== undefined && chain.length < 8; at = field(at, 'cause')) chain.push(at)
  return chain
}

/** Did Entra, or the identity endpoint, say no? Anything else may pass by itself. */
function isRefusedSignIn(error: unknown): boolean {
  return chainOf(error).some((link) => {
    const status = field(link, 'status') ?? field(link, 'statusCode')
    return typeof status === 'number' && status >= 400 && status < 500 && ![404, 408, 410, 429].includes(status)
  })
}

/** Only a handshake ends like this. */
const tlsCodes = [
  'CERT_HAS_EXPIRED',
  'CERT_NOT_YET_VALID',
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'ERR_TLS_CERT_ALTNAME_INVALID',
  // The same, as older and newer versions of OpenSSL name it.
  'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE',
  'ERR_SSL_SSL/TLS_ALERT_HANDSHAKE_FAILURE',
  'ERR_SSL_TLSV1_ALERT_PROTOCOL_VERSION',
]

/** Failures that come before the first byte of a request: name look-up, connect, handshake, certificate check. */
function neverConnected(error: unknown): boolean {
  return chainOf(error).some((link) => {
    const inner = field(link, 'errors')
    if (Array.isArray(inner) && inner.length > 0) return inner.every(neverConnected)
    const code = field(link, 'code')
    const syscall = field(link, 'syscall')
    return (
      syscall === 'connect' ||
      syscall === 'getaddrinfo' ||
      code === 'UND_ERR_CONNECT_TIMEOUT' ||
      (typeof code === 'string' && tlsCodes.includes(code))
    )
  })
}
