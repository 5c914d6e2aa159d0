// Buttons of a session's cards: they carry its id, nonce and step.
import type { Button } from './screens.ts'
import type { Session } from './session.ts'

export const buttonsOf =
  ({ id, nonce, step }: Session) =>
  (title: string, verb: string, choice?: number | string): Button => ({
    title,
    action: { on: 'session', verb, ref: { id, nonce, step }, ...(choice === undefined ? {} : { choice }) },
  })
