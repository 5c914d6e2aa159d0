// From an HTTP request's activity to the bot's answer: authentication by the SDK, the turn, and the last catch of a turn.
import { ActivityTypes, type Activity, type InvokeResponse, StatusCodes, type TurnContext } from 'botbuilder'
import { AuthenticationError } from 'botframework-connector'
import { showNotice } from '../core/show-notice.ts'
import * as texts from '../core/texts.ts'
import type { TurnKind } from '../flows/ports.ts'
import type { ReconnectAdapter } from './adapter.ts'
import { parseActivity } from './activity.ts'
import { messageOf } from './notifier.ts'
import { cardAnswer, takeTurn, type TurnParts } from './turn.ts'

/** Hands an activity to the bot. A turn that throws ends in a polite card with an incident number; details go to the log. */
export function createReceive(adapter: ReconnectAdapter, parts: TurnParts, typingAfterMs: number) {
  return async (authorization: string, body: object): Promise<{ status: number; body?: unknown }> => {
    if (!parseActivity(body)) return { status: StatusCodes.BAD_REQUEST }
    try {
      let answer: InvokeResponse | undefined
      await adapter.receive(authorization, body as Activity, async (context) => {
        answer = await guardedTurn(parts, context, typingAfterMs)
      })
      return answer ? { status: answer.status, body: answer.body as unknown } : { status: StatusCodes.OK }
    } catch (error) {
      if (!(error instanceof AuthenticationError)) throw error
      parts.world.log.warn({ event: 'not-authenticated' })
      return { status: StatusCodes.UNAUTHORIZED }
    }
  }
}

async function guardedTurn(
  parts: TurnParts,
  context: TurnContext,
  typingAfterMs: number,
): Promise<InvokeResponse | undefined> {
  const stopTyping = typeWhenSlow(context, typingAfterMs)
  const began = performance.now()
  let outcome: 'done' | 'failed' = 'done'
  try {
    return await takeTurn(parts, context)
  } catch (error) {
    outcome = 'failed'
    return await apologize(parts, context, error)
  } finally {
    stopTyping()
    parts.world.metrics.turn(kindOf(context.activity), outcome, (performance.now() - began) / 1000)
  }
}

function kindOf({ type }: Activity): TurnKind {
  if (type === 'message' || type === 'invoke') return type
  return type === 'installationUpdate' || type === 'conversationUpdate' ? 'installation' : 'other'
}

/** Shows that the bot is at work once that takes a while. */
function typeWhenSlow(context: TurnContext, afterMs: number): () => void {
  if (context.activity.type !== 'message') return () => undefined
  const timer = setTimeout(() => {
    context.sendActivity({ type: ActivityTypes.Typing }).catch(() => undefined)
  }, afterMs)
  return () => {
    clearTimeout(timer)
  }
}

async function apologize(
  { world, render }: TurnParts,
  context: TurnContext,
  error: unknown,
): Promise<InvokeResponse | undefined> {
  const incident = world.clock.newId().slice(0, 8)
  world.log.error({ event: 'turn-failed', incident }, error)
  const screen = showNotice(texts.failed(incident), 'attention')
  if (context.activity.type === 'invoke') return cardAnswer(render(screen))
  try {
    if (context.activity.type === 'message') await context.sendActivity(messageOf(render, screen))
  } catch (second) {
    world.log.error({ event: 'apology-failed', incident }, second)
  }
  return undefined
}
