// Who is meant, and where a card stands.

/** A person of the tenant. `id` is the Entra object id of the verified sender; `name` is for showing only. */
export type Person = { readonly id: string; readonly name: string }

/** Stands for the id of somebody who was forgotten. No id of Entra reads like this one. */
export const forgottenId = 'forgotten'

/** Where a card was posted, so that it can be updated in place. `conversation` is opaque outside src/teams. */
export type CardPlace = { readonly conversation: string; readonly activityId: string }

export const channelKinds = ['helpdesk', 'second-tier'] as const
export type ChannelKind = (typeof channelKinds)[number]
