// What the bot knows of a Cloud PC, in its own words.

export const cloudPcStatuses = [
  'provisioned',
  'provisioning',
  'in-grace-period',
  'deprovisioning',
  'resizing',
  'restoring',
  'failed',
  'unknown',
] as const
export type CloudPcStatus = (typeof cloudPcStatuses)[number]

/** What Windows 365 is doing to it at somebody's wish. */
export type ActionUnderWay = 'restart' | 'other'

export type CloudPc = {
  readonly id: string
  readonly name: string
  /** The size, as Windows 365 names it: "Cloud PC Enterprise 2vCPU/8GB/128GB". */
  readonly plan: string
  /** `unknown` where Graph's beta endpoint is not used or does not answer. */
  readonly status: CloudPcStatus
  /** `off` is known of Frontline Cloud PCs only. */
  readonly power: 'running' | 'off' | 'unknown'
  readonly frontline: boolean
}
