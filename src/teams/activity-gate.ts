// Is this activity one of Teams, for this tenant, from an address where the bot may answer? Pure; before the SDK sees it.
import { z } from 'zod'
import { isServiceUrl } from './service-url.ts'

const shape = z.object({
  channelId: z.string().max(64),
  serviceUrl: z.string().max(1024),
  conversation: z.object({ tenantId: z.string().max(64).optional() }),
  channelData: z.object({ tenant: z.object({ id: z.string().max(64) }).optional() }).optional(),
})

export type ActivityRefusal = 'malformed' | 'foreign-channel' | 'foreign-address' | 'address-differs' | 'foreign-tenant'

export type ActivityRules = {
  readonly serviceHosts: readonly string[]
  readonly tenantId: string
}

/** The channel that the keys of tokens are endorsed for. */
export const teams = 'msteams'

/** `claimed` is the address in the token. Undefined where the activity may go on. */
export function refusalOfActivity(
  input: object,
  claimed: string,
  { serviceHosts, tenantId }: ActivityRules,
): ActivityRefusal | undefined {
  const { data: activity } = shape.safeParse(input)
  if (!activity) return 'malformed'
  const { channelId, serviceUrl, conversation, channelData } = activity
  if (channelId !== teams) return 'foreign-channel'
  if (!isServiceUrl(serviceUrl, serviceHosts)) return 'foreign-address'
  if (serviceUrl !== claimed) return 'address-differs'
  const tenants = [conversation.tenantId, channelData?.tenant?.id].filter((id) => id !== undefined)
  const isOurs = tenants.length > 0 && tenants.every((id) => id.toLowerCase() === tenantId.toLowerCase())
  return isOurs ? undefined : 'foreign-tenant'
}
