// The control endpoint of the stand-in, for tests and demonstrations: faults are ordered, accepted restarts are listed.
import * as z from 'zod'
import { controlShape, type Faults } from './faults.ts'
import type { Asked, Reply } from './replies.ts'
import type { Reboot } from './tenant.ts'

export type ControlOptions = {
  readonly faults: Faults
  readonly reboots: () => readonly Reboot[]
  /** Shuts the door for a while, once the answer is out. */
  readonly refuse: (ms: number) => void
}

export const isControl = ({ url }: Asked): boolean => url.pathname.startsWith('/sandbox/')

export function controlReply({ method, url, body }: Asked, { faults, reboots, refuse }: ControlOptions): Reply {
  switch (`${method} ${url.pathname}`) {
    case 'GET /sandbox/reboots':
      return { status: 200, body: { value: reboots() } }
    case 'POST /sandbox/faults':
      return order(body, faults, refuse)
    case 'DELETE /sandbox/faults':
      faults.clear()
      return { status: 204 }
    default:
      return { status: 404, body: { problems: 'There is POST and DELETE /sandbox/faults, and GET /sandbox/reboots.' } }
  }
}

function order(body: unknown, faults: Faults, refuse: (ms: number) => void): Reply {
  const ordered = controlShape.safeParse(body)
  if (!ordered.success) return { status: 400, body: { problems: z.prettifyError(ordered.error) } }
  if ('refuseMs' in ordered.data) refuse(ordered.data.refuseMs)
  else faults.set(ordered.data.call, ordered.data.fault, ordered.data.times)
  return { status: 204 }
}
