// Why a PostgreSQL database cannot be used, as the operator is told. The driver's own words stay out: they may quote the URL.
import { codeOf } from './driver-error.ts'

const nobodyAnswers =
  'Nobody answers there. Check host and port in DATABASE_URL, the network, and that the server runs.'
const untrusted =
  'Its certificate is not trusted. Name the file of the authority that signed it with sslrootcert in DATABASE_URL.'
const notNow = 'Start Reconnect again in a moment; if that does not help, look into the log of the server.'

/** By SQLSTATE, or by the code of Node's error. */
const advice: Readonly<Record<string, string>> = {
  ECONNREFUSED: nobodyAnswers,
  ENOTFOUND: nobodyAnswers,
  EAI_AGAIN: nobodyAnswers,
  EHOSTUNREACH: nobodyAnswers,
  ENETUNREACH: nobodyAnswers,
  ETIMEDOUT: nobodyAnswers,
  ENOENT: 'Check that the files, or the socket, that DATABASE_URL names are there.',
  SELF_SIGNED_CERT_IN_CHAIN: untrusted,
  DEPTH_ZERO_SELF_SIGNED_CERT: untrusted,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: untrusted,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: untrusted,
  ERR_TLS_CERT_ALTNAME_INVALID: 'Its certificate is for another name. Use that name as the host in DATABASE_URL.',
  CERT_HAS_EXPIRED: 'Its certificate has expired. Renew it on the server.',
  '28P01': 'The server refuses this role and password. Correct them in DATABASE_URL.',
  '28000': 'The server does not let this role in. Check the role in DATABASE_URL, and pg_hba.conf on the server.',
  '3D000': 'The server has no database of this name. Create it, or correct the name in DATABASE_URL.',
  '42501': 'The role lacks rights there. Make it the owner of the database and of all that is in it.',
  '53300': 'The server has no connection left. Raise its max_connections, or end what uses them.',
  '57014': 'Another process has been bringing it up to date for a long time. End that process, or wait for it.',
  '57P03': notNow,
  '57P01': notNow,
}
const otherwise =
  'Check that a server answers at this address, and that role, password and sslmode in DATABASE_URL are right for it; ' +
  'its log may say more.'

export function cannotOpen(name: string, error: unknown): Error {
  const code = codeOf(error)
  const why = (code === undefined ? undefined : advice[code]) ?? otherwise
  return new Error(`The ${name} cannot be opened${code === undefined ? '' : ` (${code})`}. ${why}`, { cause: error })
}

/** For what happened after the first word with the server: errors that say what to do already stay as they are. */
export function explain(name: string, error: unknown): unknown {
  const lacksRights = error instanceof Error && codeOf(error.cause) === '42501'
  if (lacksRights) return cannotOpen(name, error.cause)
  return codeOf(error) === undefined ? error : cannotOpen(name, error)
}
