// Posts and updates cards outside of a turn, and tells truly what became of them. What Teams did not take is logged by
// status and code and answered as such; only a screen that cannot be drawn is thrown.
import {
  ActivityTypes,
  type Activity,
  CardFactory,
  type CloudAdapter,
  type ConversationReference,
  type TurnContext,
} from 'botbuilder'
import type { Renderer } from '../cards/render.ts'
import type { Screen } from '../core/screens.ts'
import type { Log, LogEvent, Notifier, SendFailed, SendFailure } from '../flows/ports.ts'
import { ChannelError } from './channel-sender.ts'
import { failureOf } from './send-failure.ts'

/** A screen as a message activity. */
export const messageOf = (render: Renderer, screen: Screen): Partial<Activity> => ({
  type: ActivityTypes.Message,
  summary: screen.summary,
  attachments: [CardFactory.adaptiveCard(render(screen))],
})

/**
 * A conversation as the store keeps it: the same for everybody who writes there, and without their names. In a channel
 * this is the channel itself, not the thread of the message.
 */
export function keptConversation(reference: Partial<ConversationReference>): string {
  const { bot, channelId, serviceUrl, conversation } = reference
  const id = conversation?.id.split(';messageid=')[0] ?? ''
  return JSON.stringify({ bot, channelId, serviceUrl, conversation: { ...conversation, id } })
}

export type NotifierParts = {
  readonly adapter: CloudAdapter
  readonly appId: string
  readonly render: Renderer
  readonly log: Log
  readonly now: () => Date
}

type Delivery = { readonly kind: 'sent'; readonly id: string } | SendFailed

export function createNotifier({ adapter, appId, render, log, now }: NotifierParts): Notifier {
  async function deliver(conversation: string, act: (context: TurnContext) => Promise<string>): Promise<Delivery> {
    // Written by keptConversation, so the shape is ours.
    const reference = JSON.parse(conversation) as ConversationReference
    let delivery: Delivery = { kind: 'failed', failure: neverSent }
    try {
      await adapter.continueConversationAsync(appId, reference, async (context) => {
        // Caught in here, since the adapter keeps to itself what its turns throw.
        delivery = await act(context).then(
          (id) => ({ kind: 'sent', id }),
          (error: unknown) => ({
            kind: 'failed',
            failure: failureOf(error, error instanceof ChannelError && error.left, now()),
          }),
        )
      })
    } catch (error) {
      return { kind: 'failed', failure: failureOf(error, false, now()) }
    }
    return delivery
  }

  function failed(event: LogEvent, failure: SendFailure): SendFailed {
    const { status, code, sent } = failure
    log.warn({ ...event, status, code, sent })
    return { kind: 'failed', failure }
  }

  return {
    post: async (conversation, screen) => {
      const message = messageOf(render, screen)
      const delivery = await deliver(conversation, async (context) => (await context.sendActivity(message))?.id ?? '')
      if (delivery.kind === 'failed') return failed({ event: 'post-failed' }, delivery.failure)
      if (delivery.id === '') return failed({ event: 'post-failed' }, answerLost)
      return { kind: 'sent', place: { conversation, activityId: delivery.id } }
    },
    update: async ({ conversation, activityId }, screen) => {
      const message = { ...messageOf(render, screen), id: activityId }
      const delivery = await deliver(conversation, async (context) => {
        await context.updateActivity(message)
        return activityId
      })
      return delivery.kind === 'failed' ? failed({ event: 'update-failed' }, delivery.failure) : { kind: 'sent' }
    },
  }
}

/** What a turn that never came to sending leaves. */
const neverSent: SendFailure = { status: undefined, code: undefined, retryAfterMs: undefined, sent: 'no' }

/** Accepted without a word of where the card stands: as good as an answer that was lost. */
const answerLost: SendFailure = { ...neverSent, sent: 'maybe' }
