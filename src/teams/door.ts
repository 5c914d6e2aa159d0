// The door of the bot: whose token is good, what was sent, whether it came before, whether it is too much; then a turn.
import { type Activity as SdkActivity, type InvokeResponse, type TurnContext } from 'botbuilder'
import type { AllowanceRules } from '../core/allowance.ts'
import { showNotice } from '../core/show-notice.ts'
import * as texts from '../core/texts.ts'
import type { Answer, Caller, Door } from '../gate/door.ts'
import { type Activity, isView, parseActivity } from './activity.ts'
import { type ActivityRefusal, type ActivityRules, refusalOfActivity, type Stranger, teams } from './activity-gate.ts'
import type { ReconnectAdapter } from './adapter.ts'
import { messageOf } from './notifier.ts'
import { refusalLog } from './refusal-log.ts'
import { replays } from './replays.ts'
import { type Logic, startTurn, type TurnTimes } from './start-turn.ts'
import type { TokenGate, TokenRefusal } from './token-gate.ts'
import { takeTurn, textAnswer, type TurnParts } from './turn.ts'
import { visitors } from './visitors.ts'

export type Guard = {
  /** Undefined where the caller is known otherwise. */
  readonly token: TokenGate | undefined
  readonly activity: ActivityRules
}

export type DoorParts = {
  readonly adapter: ReconnectAdapter
  readonly turns: TurnParts
  /** Undefined in the sandbox, which listens on loopback only. */
  readonly guard: Guard | undefined
  readonly times: TurnTimes
  /** At once; the channel was answered for some of them. */
  readonly mostTurns: number
  /** What one person may send. */
  readonly perPerson: AllowanceRules
}

/** Cards ask for their view themselves, one for each that comes into sight. */
const viewsPerPerson = { most: 300, everyMs: 200 }
/** Whoever is not of this tenant hears so once in a while. */
const perStranger = { most: 1, everyMs: 10 * 60_000 }

const turnAway: Readonly<Record<TokenRefusal, 401 | 403 | 503>> = {
  'no-token': 401,
  malformed: 401,
  'not-for-us': 401,
  'unknown-key': 401,
  'wrong-signature': 401,
  'out-of-time': 401,
  'not-endorsed': 403,
  'no-keys': 503,
}

export function createDoor({ adapter, turns, guard, times, mostTurns, perPerson }: DoorParts): Door {
  const { world, render } = turns
  const running = new Set<Promise<void>>()
  const once = replays()
  const people = visitors(perPerson)
  const views = visitors(viewsPerPerson)
  const strangers = visitors(perStranger)
  /** They wait for each other rather than for somebody outside. */
  const isCrowded = (): boolean => running.size > mostTurns / 4
  const refused = refusalLog(world.log, world.metrics)

  function start({ authorization }: Caller, body: object, logic: Logic): Promise<Answer> {
    // Its shape is checked, and the SDK reads what it needs of the rest.
    const { answered, over } = startTurn(adapter, turns, times, isCrowded, authorization, body as SdkActivity, logic)
    running.add(over)
    void over.then(() => running.delete(over))
    return answered
  }

  /** Says why not: to a message with a card, to a click with a line, to anything else not at all. */
  function decline({ type }: Activity, { title, body }: { title: string; body: string }) {
    return async (context: TurnContext): Promise<InvokeResponse | undefined> => {
      if (type === 'invoke') return textAnswer(`${title}. ${body}`)
      if (type === 'message') await context.sendActivity(messageOf(render, showNotice({ title, body }, 'warning', [])))
      return undefined
    }
  }

  async function admit(
    caller: Caller,
    activity: Activity,
    body: object,
    stranger: Stranger | undefined,
  ): Promise<Answer> {
    const now = world.clock.now().getTime()
    const key = activity.from?.aadObjectId ?? activity.from?.id ?? ''
    if (stranger) {
      refused(stranger, now)
      const isNews = strangers(key, now) === 'fine'
      return isNews || activity.type === 'invoke'
        ? start(caller, body, decline(activity, texts.stranger))
        : { status: 200 }
    }
    const verdict = (activity.type === 'invoke' && isView(activity.value) ? views : people)(key, now)
    if (verdict === 'fine')
      return start(caller, body, (context, progress) => takeTurn(turns, context, activity, progress))
    refused('too-much', now)
    return verdict === 'tell' || activity.type === 'invoke'
      ? start(caller, body, decline(activity, texts.tooMuch))
      : { status: 200 }
  }

  return {
    async identify(authorization) {
      if (running.size >= mostTurns) {
        world.metrics.shed()
        return 503
      }
      if (!guard?.token) return { authorization, serviceUrl: undefined }
      const verdict = await guard.token(authorization, teams)
      if (verdict.ok) return { authorization, serviceUrl: verdict.serviceUrl }
      refused(verdict.why, world.clock.now().getTime())
      return turnAway[verdict.why]
    },
    async receive(caller, body, digest) {
      const now = world.clock.now().getTime()
      const no = (why: ActivityRefusal): Answer => {
        refused(why, now)
        return { status: why === 'malformed' ? 400 : 403 }
      }
      const activity = parseActivity(body)
      if (!activity) return no('malformed')
      const refusal = guard && refusalOfActivity(body, caller.serviceUrl, guard.activity)
      if (refusal === undefined || refusal === 'foreign-tenant' || refusal === 'guest')
        return once(digest, now, () => admit(caller, activity, body, refusal))
      return no(refusal)
    },
    async settled() {
      while (running.size > 0) await Promise.all(running)
    },
  }
}
