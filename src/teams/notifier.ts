// Posts and updates cards outside of a turn. What cannot be delivered is logged and answered as such, never thrown.
import {
  ActivityTypes,
  type Activity,
  CardFactory,
  type CloudAdapter,
  type ConversationReference,
  type TurnContext,
} from 'botbuilder'
import type { Renderer } from '../cards/render.ts'
import type { CardPlace } from '../core/people.ts'
import type { Screen } from '../core/screens.ts'
import type { Log, Notifier } from '../flows/ports.ts'

/** A screen as a message activity. */
export const messageOf = (render: Renderer, screen: Screen): Partial<Activity> => ({
  type: ActivityTypes.Message,
  summary: screen.summary,
  attachments: [CardFactory.adaptiveCard(render(screen))],
})

/** A conversation as the store keeps it. In a channel this is the channel itself, not the thread of the message. */
export function keptConversation(reference: Partial<ConversationReference>): string {
  const { conversation } = reference
  const id = conversation?.id.split(';messageid=')[0] ?? ''
  return JSON.stringify({ ...reference, activityId: undefined, conversation: { ...conversation, id } })
}

export function createNotifier(adapter: CloudAdapter, appId: string, render: Renderer, log: Log): Notifier {
  const within = async <T>(conversation: string, act: (context: TurnContext) => Promise<T>): Promise<T | undefined> => {
    let result: T | undefined
    let failure: unknown
    // Written by keptConversation, so the shape is ours.
    const reference = JSON.parse(conversation) as ConversationReference
    await adapter.continueConversationAsync(appId, reference, async (context) => {
      try {
        result = await act(context)
      } catch (error) {
        failure = error
      }
    })
    if (failure !== undefined)
      throw failure instanceof Error ? failure : new Error('sending failed', { cause: failure })
    return result
  }
  const attempt = async <T>(event: string, act: () => Promise<T>): Promise<T | undefined> => {
    try {
      return await act()
    } catch (error) {
      log.error({ event }, error)
      return undefined
    }
  }
  return {
    post: (conversation, screen) =>
      attempt('post-failed', async (): Promise<CardPlace | undefined> => {
        const sent = await within(conversation, (context) => context.sendActivity(messageOf(render, screen)))
        return sent && { conversation, activityId: sent.id }
      }),
    update: async ({ conversation, activityId }, screen) =>
      (await attempt('update-failed', async () => {
        await within(conversation, (context) =>
          context.updateActivity({ ...messageOf(render, screen), id: activityId }),
        )
        return true
      })) ?? false,
  }
}
