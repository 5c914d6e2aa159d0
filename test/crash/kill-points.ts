// The moments of a restart at which the process is ended: between every two steps, on both sides of each commit.
import type { RestartState } from '../../src/core/restart-request.ts'
import type { SandboxCall } from '../../src/sandbox/faults.ts'
import { helpdeskChannel } from '../helpers/bot.ts'
import type { Deed } from '../helpers/connector.ts'
import type { CommitSeen } from './messages.ts'

/** What a parent sees of a bot; `state` is the one that the restart request was in when it was seen. */
export type Seen =
  | ({ readonly on: 'commit' } & CommitSeen)
  | { readonly on: 'graph'; readonly call: SandboxCall; readonly when: 'arrives' | 'answers' }
  | { readonly on: 'card'; readonly deed: Deed; readonly where: string; readonly when: 'arrives' | 'answers' }
  | { readonly on: 'click'; readonly click: Click; readonly when: 'half sent' | 'answered' }

export type Click = 'talk' | 'confirm' | 'approve'

export const steps = [
  'S0 activity received',
  'S1 request inserted',
  'S2 200 sent',
  'S3 owner looked up',
  'S4 decision committed',
  'S5 card update sent',
  'S6 rights read again',
  'S7 sending committed',
  'S8 POST leaves',
  'S9 Graph accepted',
  'S10 answer read',
  'S11 sent committed',
  'S12 person’s card updated',
  'S13 helpdesk’s card updated',
  'S14 result polled',
  'S15 closed',
] as const
export type Step = (typeof steps)[number]

type Sight = (seen: Seen, state: RestartState | undefined) => boolean

export type KillPoint = {
  readonly step: Step
  /** Where exactly. */
  readonly name: string
  /** `approval` has it only where the helpdesk is asked, `plain` only where it is not. */
  readonly restart: 'any' | 'plain' | 'approval'
  readonly is: Sight
  /** What must not happen before, so that the steps come in this order. */
  readonly not?: Sight
}

const graph =
  (call: SandboxCall, when: 'arrives' | 'answers', ...states: RestartState[]): Sight =>
  (seen, state) =>
    seen.on === 'graph' && seen.call === call && seen.when === when && isOne(states, state)

const commit =
  (to: RestartState, when: CommitSeen['when']): Sight =>
  (seen, state) =>
    // A change that keeps the state is no step.
    seen.on === 'commit' && seen.state === to && seen.when === when && (when === 'after' || state !== to)

const card =
  (deed: Deed, to: 'person' | 'helpdesk', when: 'arrives' | 'answers', ...states: RestartState[]): Sight =>
  (seen, state) =>
    seen.on === 'card' &&
    seen.deed === deed &&
    seen.when === when &&
    (seen.where === helpdeskChannel.id) === (to === 'helpdesk') &&
    isOne(states, state)

const noted =
  (to: 'person' | 'helpdesk', when: CommitSeen['when'], ...states: RestartState[]): Sight =>
  (seen, state) =>
    seen.on === 'commit' &&
    seen.when === when &&
    seen.delivered !== undefined &&
    seen.delivered.startsWith('ticket:') === (to === 'helpdesk') &&
    isOne(states, state)

const click =
  (which: Click, when: 'half sent' | 'answered'): Sight =>
  (seen) =>
    seen.on === 'click' && seen.click === which && seen.when === when

/** None given means any. */
const isOne = (states: readonly RestartState[], state: RestartState | undefined): boolean =>
  states.length === 0 || (state !== undefined && states.includes(state))

const followed = ['sent', 'restarting'] as const
const point = (step: Step, name: string, is: Sight, more: Partial<KillPoint> = {}): KillPoint => ({
  step,
  name,
  restart: 'any',
  is,
  ...more,
})
const approval = { restart: 'approval' } as const
const plain = { restart: 'plain' } as const

export const killPoints: readonly KillPoint[] = [
  point('S0 activity received', 'half of the click has come', click('confirm', 'half sent')),
  point('S0 activity received', 'half of the approval has come', click('approve', 'half sent'), approval),
  point('S1 request inserted', 'before the commit', commit('requested', 'before')),
  point('S1 request inserted', 'after the commit', commit('requested', 'after')),
  point('S2 200 sent', 'while Graph is asked', click('confirm', 'answered'), {
    not: graph('user', 'arrives', 'requested'),
  }),
  point('S2 200 sent', 'after the approval', click('approve', 'answered'), {
    ...approval,
    not: graph('user', 'arrives', 'approved'),
  }),
  point('S3 owner looked up', 'the question has left', graph('user', 'arrives', 'requested')),
  point('S3 owner looked up', 'the answer is on its way', graph('detail', 'answers', 'requested')),
  point('S4 decision committed', 'before the commit', commit('approved', 'before'), plain),
  point('S4 decision committed', 'after the commit', commit('approved', 'after'), plain),
  point('S4 decision committed', 'before the helpdesk is asked', commit('awaiting-approval', 'before'), approval),
  point('S4 decision committed', 'after the helpdesk is asked', commit('awaiting-approval', 'after'), approval),
  point('S4 decision committed', 'before the approval is committed', commit('approved', 'before'), approval),
  point('S4 decision committed', 'after the approval is committed', commit('approved', 'after'), approval),
  ...(['arrives', 'answers'] as const).map((when) =>
    point(
      'S5 card update sent',
      when === 'arrives' ? 'not shown yet' : 'shown, and not known to be',
      card('update', 'person', when, 'approved'),
      { not: graph('user', 'arrives', 'approved') },
    ),
  ),
  ...(['before', 'after'] as const).map((when) =>
    point('S5 card update sent', `${when} it is noted`, noted('person', when, 'approved'), {
      not: graph('user', 'arrives', 'approved'),
    }),
  ),
  point('S6 rights read again', 'the question has left', graph('user', 'arrives', 'approved')),
  point('S6 rights read again', 'the answer is on its way', graph('detail', 'answers', 'approved')),
  point('S7 sending committed', 'before the commit', commit('sending', 'before')),
  point('S7 sending committed', 'after the commit', commit('sending', 'after')),
  point('S8 POST leaves', 'lost on its way', graph('reboot', 'arrives')),
  point('S9 Graph accepted', 'the answer is on its way', graph('reboot', 'answers')),
  point('S10 answer read', 'before the commit', commit('sent', 'before')),
  point('S11 sent committed', 'after the commit', commit('sent', 'after')),
  ...(['arrives', 'answers'] as const).map((when) =>
    point(
      'S12 person’s card updated',
      when === 'arrives' ? 'not shown yet' : 'shown, and not known to be',
      card('update', 'person', when, 'sent'),
      { not: graph('results', 'arrives', 'sent') },
    ),
  ),
  point('S12 person’s card updated', 'after it is noted', noted('person', 'after', 'sent'), {
    not: graph('results', 'arrives', 'sent'),
  }),
  ...(['arrives', 'answers'] as const).map((when) =>
    point(
      'S13 helpdesk’s card updated',
      when === 'arrives' ? 'not posted yet' : 'posted, and not known to be',
      card('post', 'helpdesk', when, 'awaiting-approval'),
      approval,
    ),
  ),
  point(
    'S13 helpdesk’s card updated',
    'after the post is noted',
    noted('helpdesk', 'after', 'awaiting-approval'),
    approval,
  ),
  ...(['arrives', 'answers'] as const).map((when) =>
    point(
      'S13 helpdesk’s card updated',
      when === 'arrives' ? 'the end is not shown yet' : 'the end is shown, and not known to be',
      card('update', 'helpdesk', when, 'done'),
      approval,
    ),
  ),
  point('S14 result polled', 'the question has left', graph('results', 'arrives', ...followed)),
  point('S14 result polled', 'the answer is on its way', graph('results', 'answers', ...followed)),
  point('S14 result polled', 'before it is seen as under way', commit('restarting', 'before')),
  point('S14 result polled', 'after it is seen as under way', commit('restarting', 'after')),
  point('S15 closed', 'before the commit', commit('done', 'before')),
  point('S15 closed', 'after the commit', commit('done', 'after')),
  point('S15 closed', 'the news is not posted yet', card('post', 'person', 'arrives', 'done')),
  point('S15 closed', 'the news is posted, and not known to be', card('post', 'person', 'answers', 'done')),
  point('S15 closed', 'after the news is noted', noted('person', 'after', 'done')),
]
