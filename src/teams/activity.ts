// What the bot reads of an activity: parsed once from what the channel sent.
import * as z from 'zod'

/** Ids go back to the channel in addresses, which hold no half of a letter. */
const id = (longest: number) =>
  z
    .string()
    .max(longest)
    .regex(/^\P{Surrogate}*$/u)

const account = z.object({
  id: id(256).optional(),
  name: z.string().max(256).optional(),
  aadObjectId: z.guid().toLowerCase().optional(),
})

const activity = z.object({
  id: id(512).optional(),
  type: z.string().min(1).max(64),
  name: z.string().max(128).optional(),
  text: z.string().optional(),
  value: z.unknown().optional(),
  from: account.optional(),
  recipient: account.optional().catch(undefined),
  entities: z.array(z.unknown()).optional().catch(undefined),
  action: z.string().optional().catch(undefined),
  membersRemoved: z.array(z.unknown()).optional().catch(undefined),
  replyToId: id(512).optional(),
  conversation: z
    .object({
      id: id(1024),
      conversationType: z.string().max(64).optional(),
    })
    .optional(),
})

const mention = z.object({
  type: z.literal('mention'),
  text: z.string().min(1),
  mentioned: z.object({ id: z.string() }),
})

const execute = z.object({ action: z.object({ verb: z.string().optional(), data: z.unknown().optional() }) })

export type Activity = z.infer<typeof activity>

export const parseActivity = (input: unknown): Activity | undefined => activity.safeParse(input).data

/** That it asks by itself is the client's own word, which is taken only for what it could ask in this way. */
const view = z.object({
  trigger: z.literal('automatic'),
  action: z.object({ data: z.object({ verb: z.literal('refresh') }) }),
})

/** Did the client ask by itself, since a card came into sight? */
export const isView = (value: unknown): boolean => view.safeParse(value).success

/** The data of an Action.Execute. */
export const executeData = (value: unknown): unknown => execute.safeParse(value).data?.action.data

/** Names that the bot is mentioned by in one message. It has one, and a search through the text for each of many would take seconds. */
const mostNames = 5

/** What was typed, without the bot's own mention; a picture comes without any. */
export function typedText({ text = '', entities = [], recipient }: Activity): string {
  const mentions = entities.flatMap((entity) => mention.safeParse(entity).data ?? [])
  const own = mentions.filter(({ mentioned }) => mentioned.id === recipient?.id)
  const names = [...new Set(own.map(({ text: name }) => name))].slice(0, mostNames)
  return names
    .reduce((rest, name) => rest.replaceAll(name, ' '), text)
    .replaceAll('&nbsp;', ' ')
    .trim()
}

/** Is this the news that the bot was removed? */
export const isDeparture = ({ action, membersRemoved }: Activity): boolean =>
  (action?.startsWith('remove') ?? false) || (membersRemoved?.length ?? 0) > 0

export const isPersonal = ({ conversation }: Activity): boolean =>
  conversation?.conversationType === undefined || conversation.conversationType === 'personal'
