// Is this activity one of Teams, for this tenant, from an address where the bot may answer? Pure; before the SDK sees it.
import * as z from 'zod'
import { isServiceUrl } from './service-url.ts'

const shape = z.object({
  channelId: z.string().max(64),
  serviceUrl: z.string().max(1024),
  conversation: z.object({ tenantId: z.string().max(64).optional() }),
  channelData: z.object({ tenant: z.object({ id: z.string().max(64) }).optional() }).optional(),
  from: z.object({ tenantId: z.string().max(64).optional(), userRole: z.string().max(64).optional() }).optional(),
})

export type ActivityRefusal = 'malformed' | 'foreign-channel' | 'foreign-address' | 'address-differs' | Stranger

/** Somebody whom the bot does not serve, but may tell so: the activity is genuine. */
export type Stranger = 'foreign-tenant' | 'guest'

export type ActivityRules = {
  readonly origins: readonly string[]
  readonly tenantId: string
}

const guestRoles = ['guest', 'anonymous']

/** The channel that the keys of tokens are endorsed for. */
export const teams = 'msteams'

/** `claimed` is the address in the token, undefined where there is none to ask. The answer is undefined where the activity may go on. */
export function refusalOfActivity(
  input: object,
  claimed: string | undefined,
  { origins, tenantId }: ActivityRules,
): ActivityRefusal | undefined {
  const { data: activity } = shape.safeParse(input)
  if (!activity) return 'malformed'
  const { channelId, serviceUrl, conversation, channelData, from } = activity
  if (channelId !== teams) return 'foreign-channel'
  if (!isServiceUrl(serviceUrl, origins)) return 'foreign-address'
  if (claimed !== undefined && serviceUrl !== claimed) return 'address-differs'
  const isSame = (id: string): boolean => id.toLowerCase() === tenantId.toLowerCase()
  const tenants = [conversation.tenantId, channelData?.tenant?.id].filter((id) => id !== undefined)
  const isOurs = tenants.length > 0 && tenants.every(isSame)
  if (!isOurs) return 'foreign-tenant'
  const isGuest = guestRoles.includes(from?.userRole?.toLowerCase() ?? '') || !isSame(from?.tenantId ?? tenantId)
  return isGuest ? 'guest' : undefined
}
