// Writes records as the bot does, in one commit, at the time of the builders.
import { type Change, putNewSession, putRequest, putTicket } from '../../src/core/change.ts'
import type { RestartRequest } from '../../src/core/restart-request.ts'
import type { Session } from '../../src/core/session.ts'
import type { NewTicket } from '../../src/core/ticket.ts'
import { commitIn } from '../../src/store/commit.ts'
import { saveRequest } from '../../src/store/requests.ts'
import { saveSession } from '../../src/store/sessions.ts'
import type { Database } from '../../src/store/tables.ts'
import { saveTicket } from '../../src/store/tickets.ts'
import { aTime } from './builders.ts'

/** False when somebody else came first, and nothing is written then. */
async function put(db: Database, ...changes: Change[]): Promise<boolean> {
  return (await commitIn(db, () => aTime()).commit(changes)).ok
}

export const addSession = (db: Database, session: Session): Promise<boolean> =>
  db.isTransaction ? saveSession(db, session, true) : put(db, putNewSession(session))

/** Of version 0 it is new, of any other a move. */
export const saveRestart = (db: Database, request: RestartRequest): Promise<boolean> =>
  db.isTransaction ? saveRequest(db, request, undefined) : put(db, putRequest(request))

export const fileOrSave = (db: Database, ticket: NewTicket): Promise<boolean> =>
  db.isTransaction ? saveTicket(db, ticket) : put(db, putTicket(ticket))
