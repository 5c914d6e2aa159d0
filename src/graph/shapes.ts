// What Graph answers, one schema per shape, and the mapping of its words to the bot's. Unknown words never fail a parse.
import { z } from 'zod'
import type { CloudPc, CloudPcStatus } from '../core/cloud-pc.ts'
import type { RestartProgress } from '../flows/ports.ts'

const text = z.string().nullish()

export const userShape = z.object({
  id: z.string().min(1),
  userPrincipalName: z.string().min(1),
  accountEnabled: z.boolean().nullish(),
})

const cloudPcShape = z.object({
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
  value: z.array(z.object({ actionName: text, actionState: text, startDateTime: text })),
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

const powerOf: Readonly<Record<string, CloudPc['power']>> = { running: 'running', poweredoff: 'off' }

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

/** The newest restart that began at `since` or later, clocks that differ by `skewMs` allowed for. */
export function toProgress(results: readonly GraphActionResult[], since: Date, skewMs: number): RestartProgress {
  const restarts = results
    .filter((result) => /restart|reboot/i.test(result.actionName ?? ''))
    .map((result) => ({ state: word(result.actionState), startedAt: Date.parse(result.startDateTime ?? '') }))
    .filter(({ startedAt }) => startedAt >= since.getTime() - skewMs)
    .sort((one, other) => other.startedAt - one.startedAt)
  const [newest] = restarts
  return { kind: newest === undefined ? 'not-seen' : (progressOf[newest.state] ?? 'pending') }
}
