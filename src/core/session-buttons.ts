// Buttons of a session's cards: they carry its id, nonce and step.
import type { Button } from './screens.ts'
import { cameFrom, type Session } from './session.ts'
import * as texts from './texts.ts'

export const buttonsOf =
  ({ id, nonce, step }: Session) =>
  (title: string, verb: string, choice?: number | string): Button => ({
    title,
    action: { on: 'session', verb, ref: { id, nonce, step }, ...(choice === undefined ? {} : { choice }) },
  })

/** Back to where the person came from; the end of the session, named by `end`, where they came from nowhere. */
export const backButton = (session: Session, end: string): Button =>
  cameFrom(session) ? buttonsOf(session)(texts.buttons.back, 'back') : buttonsOf(session)(end, 'cancel-session')
