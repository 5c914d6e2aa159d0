// What Graph answers, one schema per shape, and the mapping of its words to the bot's. Unknown words never fail a parse.
import * as z from 'zod'
import type { ActionUnderWay, CloudPc, CloudPcStatus } from '../core/cloud-pc.ts'
import type { RestartProgress } from '../flows/ports.ts'

const text = z.string().nullish()

export const userShape = z.object({
  id: z.string().min(1),
  userPrincipalName: z.string().min(1),
  accountEnabled: z.boolean().nullish(),
})

export const cloudPcShape = z.object({
  id: z.string().min(1),
  displayName: text,
  userPrincipalName: text,
  servicePlanName: text,
  provisioningType: text,
})
export type GraphCloudPc = z.infer<typeof cloudPcShape>

export const cloudPcPageShape = z.object({ value: z.array(cloudPcShape), '@odata.nextLink': text })

/** The beta endpoint; every field may be missing tomorrow. */
export const cloudPcDetailShape = z.object({
  status: text,
  powerState: text,
  productType: text,
  provisioningType: text,
})
export type GraphCloudPcDetail = z.infer<typeof cloudPcDetailShape>

export const actionResultsShape = z.object({
  value: z.array(z.object({ actionName: text, actionState: text, startDateTime: text, lastUpdatedDateTime: text })),
})
export type GraphActionResult = z.infer<typeof actionResultsShape>['value'][number]

export const groupMembersShape = z.object({
  value: z.array(z.object({ '@odata.type': z.string().optional(), id: z.string(), displayName: z.string().nullish() })),
})

export const memberGroupsShape = z.object({ value: z.array(z.string()) })

const statusOf: Readonly<Record<string, CloudPcStatus>> = {
  notprovisioned: 'provisioning',
  pendingprovision: 'provisioning',
  preparing: 'provisioning',
  provisioning: 'provisioning',
  provisioned: 'provisioned',
  provisionedwithwarnings: 'provisioned',
  ingraceperiod: 'in-grace-period',
  deprovisioning: 'deprovisioning',
  resizing: 'resizing',
  resizependinglicense: 'resizing',
  restoring: 'restoring',
  failed: 'failed',
}

const powerOf: Readonly<Record<string, CloudPc['power']>> = {
  running: 'running',
  poweredoff: 'off',
  deallocated: 'off',
}

const word = (value: string | null | undefined): string => value?.toLowerCase() ?? ''

/** `detail` is what beta adds; without it status and power are unknown. */
export function toCloudPc(pc: GraphCloudPc, detail?: GraphCloudPcDetail): CloudPc {
  return {
    id: pc.id,
    name: pc.displayName ?? pc.id,
    plan: pc.servicePlanName ?? '',
    status: statusOf[word(detail?.status)] ?? 'unknown',
    power: powerOf[word(detail?.powerState)] ?? 'unknown',
    frontline:
      word(detail?.productType) === 'frontline' ||
      [pc.provisioningType, detail?.provisioningType].some((type) => word(type).startsWith('shared')) ||
      word(pc.servicePlanName).includes('frontline'),
  }
}

const progressOf: Readonly<Record<string, 'pending' | 'active' | 'done' | 'failed'>> = {
  active: 'active',
  done: 'done',
  failed: 'failed',
  canceled: 'failed',
  notsupported: 'failed',
}

type Restart = { readonly kind: 'pending' | 'active' | 'done' | 'failed'; readonly startedAt: Date }

/**
 * The restart that began at `since` or later, clocks that differ by `skewMs` allowed for. Of several, one that has not
 * ended counts before one that has, and the newest before the rest: an end that is told must not be another one's.
 */
export function toProgress(results: readonly GraphActionResult[], since: Date, skewMs: number): RestartProgress {
  const [first] = results
    .filter((result) => isRestart(result) && isWithin(result, since, skewMs))
    .map((result) => ({ kind: stateOf(result), startedAt: startOf(result) }))
    .sort((a, b) => Number(hasEnded(a)) - Number(hasEnded(b)) || b.startedAt.getTime() - a.startedAt.getTime())
  return first ?? { kind: 'not-seen' }
}

/** Anything that began since then, waits or works, as Graph's own words say; a restart is named before the rest. */
export function toActionUnderWay(results: readonly GraphActionResult[], since: Date): ActionUnderWay | undefined {
  const open = results.filter(
    (result) => ['pending', 'active'].includes(word(result.actionState)) && startOf(result) >= since,
  )
  if (open.some(isRestart)) return 'restart'
  return open.length > 0 ? 'other' : undefined
}

const isRestart = ({ actionName }: GraphActionResult): boolean => /restart|reboot/i.test(actionName ?? '')
const startOf = ({ startDateTime }: GraphActionResult): Date => new Date(Date.parse(startDateTime ?? ''))
const stateOf = ({ actionState }: GraphActionResult): Restart['kind'] => progressOf[word(actionState)] ?? 'pending'
const hasEnded = ({ kind }: Pick<Restart, 'kind'>): boolean => kind === 'done' || kind === 'failed'

/** A restart takes longer than clocks may differ, so one that ended before `since` is an older one. */
function isWithin(result: GraphActionResult, since: Date, skewMs: number): boolean {
  const endedAt = hasEnded({ kind: stateOf(result) }) ? Date.parse(result.lastUpdatedDateTime ?? '') : Number.NaN
  return startOf(result).getTime() >= since.getTime() - skewMs && !(endedAt < since.getTime())
}
