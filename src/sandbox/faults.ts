// Faults on demand: what the stand-in does wrong next, and how often.
import * as z from 'zod'
import { graphError, type Reply } from './replies.ts'

const calls = ['token', 'user', 'check', 'members', 'list', 'detail', 'reboot', 'results'] as const
export type SandboxCall = (typeof calls)[number]

const faultShape = z.union([
  z.strictObject({
    status: z.int().min(200).max(599),
    headers: z.record(z.string(), z.string()).optional(),
    body: z.unknown().optional(),
    /** The call is carried out first, so that only its answer is wrong. */
    acts: z.boolean().optional(),
  }),
  z.enum(['hang', 'reset', 'act-then-hang', 'act-then-reset']),
])
export type SandboxFault = z.infer<typeof faultShape>

/** What the control endpoint takes: a fault of one call, or a time in which no connection is taken at all. */
export const controlShape = z.union([
  z.strictObject({ call: z.enum(calls), fault: faultShape, times: z.int().min(1).max(1_000).default(1) }),
  z.strictObject({ refuseMs: z.int().min(1).max(60_000) }),
])

export type Faults = {
  set(call: SandboxCall, fault: SandboxFault, times?: number): void
  clear(): void
  /** The fault for this call, if one is due; counts it as used. */
  take(call: SandboxCall): SandboxFault | undefined
}

export function createFaults(): Faults {
  const due = new Map<SandboxCall, SandboxFault[]>()
  return {
    set(call, fault, times = 1) {
      due.set(call, [...(due.get(call) ?? []), ...Array.from({ length: times }, () => fault)])
    },
    clear: () => {
      due.clear()
    },
    take: (call) => due.get(call)?.shift(),
  }
}

export const actsFirst = (fault: SandboxFault): boolean =>
  typeof fault === 'string' ? fault.startsWith('act-') : fault.acts === true

/** The wrong answer; an error without a body of its own gets one in the shape of Graph's. */
export function faultReply({ status, headers, body }: Exclude<SandboxFault, string>): Reply {
  const usual =
    body === undefined && status >= 400
      ? graphError(status, 'generalException', 'A fault was asked for.')
      : ({ status, body } as Reply)
  return { ...usual, headers: { ...usual.headers, ...headers } }
}
