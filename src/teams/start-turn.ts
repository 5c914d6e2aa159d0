// One turn, and when the channel hears of it. A turn that is soon over is answered with what came of it. One that is kept and
// waits for somebody else is answered before, since the channel gives up after some seconds and sends it again.
import { ActivityTypes, type Activity, type InvokeResponse, type TurnContext } from 'botbuilder'
import { AuthenticationError } from 'botframework-connector'
import { showNotice } from '../core/show-notice.ts'
import * as texts from '../core/texts.ts'
import type { TurnKind } from '../flows/ports.ts'
import type { Answer } from '../gate/door.ts'
import { isView } from './activity.ts'
import type { ReconnectAdapter } from './adapter.ts'
import { messageOf } from './notifier.ts'
import { cardAnswer, type Progress, textAnswer, type TurnParts } from './turn.ts'

/** In milliseconds. */
export type TurnTimes = {
  /** How long a turn may take before the bot shows that it is typing. */
  readonly typingAfter: number
  /** How long a turn may go on after what it decided is kept, before the channel is answered. */
  readonly answerOnceKept: number
  /** How long any turn may take before the channel is answered, and the person hears that it takes long. */
  readonly answerAnyway: number
  /** The same, while so many turns run that each has to wait for the others: then a word about it would only make it longer. */
  readonly answerAtLast: number
}
export const turnTimes: TurnTimes = {
  typingAfter: 1000,
  answerOnceKept: 25,
  answerAnyway: 1500,
  answerAtLast: 8000,
}

/** How long telling the person may hold up the answer to the channel. */
const tellMs = 300

/** What the turn does; it answers an invoke, and nothing else. */
export type Logic = (context: TurnContext, progress: Progress) => Promise<InvokeResponse | undefined>

export type StartedTurn = {
  /** What the channel is told. */
  readonly answered: Promise<Answer>
  /** The end, which may come later. Never rejects. */
  readonly over: Promise<void>
}

const accepted: Answer = { status: 200 }
/** The channel is to send it again. */
const notKept: Answer = { status: 503 }

export function startTurn(
  adapter: ReconnectAdapter,
  { world, render }: TurnParts,
  times: TurnTimes,
  isCrowded: () => boolean,
  authorization: string,
  activity: Activity,
  logic: Logic,
): StartedTurn {
  const isInvoke = activity.type === 'invoke'
  const { promise: answered, resolve } = withResolvers<Answer>()
  const timers: NodeJS.Timeout[] = []
  let context: TurnContext | undefined
  let isAnswered = false
  let isKept = false

  const after = (ms: number, act: () => void): void => void timers.push(setTimeout(act, ms))
  function answer(one: Answer): void {
    isAnswered = true
    resolve(one)
  }

  const progress: Progress = {
    kept() {
      isKept = true
      // Whoever waits for an answer sends nothing new.
      if (!isInvoke && !isCrowded())
        after(times.answerOnceKept, () => {
          answer(accepted)
        })
    },
    isAnswered: () => isAnswered,
  }

  async function answerAnyway(): Promise<void> {
    if (isInvoke) {
      answer(invokeAnswer(slowAnswer(activity, render(slow))))
      return
    }
    const isTold = isKept || (await tell())
    answer(isTold ? accepted : notKept)
  }

  async function tell(): Promise<boolean> {
    const { promise: tooLate, resolve: giveUp } = withResolvers<false>()
    after(tellMs, () => {
      giveUp(false)
    })
    const told = context?.sendActivity(messageOf(render, slow)).then(
      () => true,
      () => false,
    )
    return Promise.race([told ?? false, tooLate])
  }

  async function perform(): Promise<void> {
    let response: InvokeResponse | undefined
    await adapter.receive(authorization, activity, async (begun) => {
      context = begun
      if (activity.type === 'message') after(times.typingAfter, type)
      const beganAt = performance.now()
      let outcome: 'done' | 'failed' = 'done'
      try {
        response = await logic(begun, progress)
      } catch (error) {
        outcome = 'failed'
        response = await apologize(begun, error)
      }
      world.metrics.turn(kindOf(activity), outcome, (performance.now() - beganAt) / 1000)
    })
    answer(response ? invokeAnswer(response) : accepted)
  }

  function type(): void {
    // Only to show that the bot is at work: what becomes of it matters to nobody.
    if (!isCrowded()) context?.sendActivity({ type: ActivityTypes.Typing }).catch(() => undefined)
  }

  async function apologize(begun: TurnContext, error: unknown): Promise<InvokeResponse | undefined> {
    const incident = world.clock.newId().slice(0, 8)
    world.log.error({ event: 'turn-failed', incident }, error)
    const screen = showNotice(texts.failed(incident), 'attention')
    if (isInvoke && !isAnswered) return cardAnswer(render(screen))
    try {
      if (isInvoke || activity.type === 'message') await begun.sendActivity(messageOf(render, screen))
    } catch (second) {
      world.log.error({ event: 'apology-failed', incident }, second)
      if (!isKept) answer(notKept)
    }
    return undefined
  }

  after(times.answerAnyway, () => {
    if (isCrowded()) after(times.answerAtLast - times.answerAnyway, () => void answerAnyway())
    else void answerAnyway()
  })
  const over = perform()
    .catch((error: unknown) => {
      if (error instanceof AuthenticationError) {
        world.log.warn({ event: 'not-authenticated', why: 'sdk' })
        answer({ status: 401 })
      } else {
        world.log.error({ event: 'receive-failed' }, error)
        answer({ status: 500 })
      }
    })
    .finally(() => {
      timers.forEach(clearTimeout)
    })
  return { answered, over }
}

function kindOf({ type }: Activity): TurnKind {
  if (type === 'message' || type === 'invoke') return type
  return type === 'installationUpdate' || type === 'conversationUpdate' ? 'installation' : 'other'
}

const slow = showNotice(texts.slow, 'default', [])

/** A view is asked for by the client, and always answered with a card; whoever pressed a button keeps the card at hand. */
const slowAnswer = ({ value }: Activity, card: Parameters<typeof cardAnswer>[0]): InvokeResponse =>
  isView(value) ? cardAnswer(card) : textAnswer(`${texts.slow.title}. ${texts.slow.body}`)

const invokeAnswer = ({ status, body }: InvokeResponse): Answer =>
  body === undefined ? { status } : { status, body: JSON.stringify(body) }

function withResolvers<T>(): { readonly promise: Promise<T>; readonly resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined
  const promise = new Promise<T>((settle) => {
    resolve = settle
  })
  return { promise, resolve }
}
