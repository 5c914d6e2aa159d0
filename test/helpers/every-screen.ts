// Every screen that sessions, restarts and tickets can come to, with a name for each: for tests that hold something of all.
import assert from 'node:assert/strict'
import { type ListName, listNames } from '../../src/core/actions.ts'
import { cloudPcStatuses } from '../../src/core/cloud-pc.ts'
import { neverPulled } from '../../src/core/policy/brake.ts'
import { leakKinds } from '../../src/core/redact/mask.ts'
import { restartStates } from '../../src/core/restart-request.ts'
import type { Button, Screen, ScreenKind, ScreenOf } from '../../src/core/screens.ts'
import type { Place, RestartRefusal, Session } from '../../src/core/session.ts'
import { showBrake } from '../../src/core/show-brake.ts'
import { showLeak, tellOfLeak } from '../../src/core/show-leak.ts'
import { pageSize, showRequests, showTicketList } from '../../src/core/show-requests.ts'
import { showRestart, showRestartMoved } from '../../src/core/show-restart.ts'
import { runbookPages } from '../../src/core/show-runbook.ts'
import { showSession } from '../../src/core/show-session.ts'
import { type ChannelParts, showTicket, showTicketInChannel, showTicketOutside } from '../../src/core/show-ticket.ts'
import { type Ticket, type TicketEvent, ticketStates } from '../../src/core/ticket.ts'
import { aCloudPc, ada, aRequest, aSession, aTicket, aTime, hugo, mira } from './builders.ts'
import { realCatalog, realSymptom } from './real-catalog.ts'
import { everySession } from './walk.ts'

export type Named = { readonly name: string; readonly screen: Screen }

const { symptoms } = realCatalog

export const show = (session: Session): Screen =>
  showSession(session, (id) => symptoms.find((symptom) => symptom.id === id), symptoms)

/** The screen, known to be of this kind. */
export function ofKind<Kind extends ScreenKind>(screen: Screen, kind: Kind): ScreenOf<Kind> {
  assert.equal(screen.kind, kind)
  return screen as ScreenOf<Kind>
}

/** Buttons of every kind on a screen: those under the card, those that send a form, and those behind "More". */
export function buttonsOn(screen: Screen): Button[] {
  const forms = 'forms' in screen ? screen.forms : []
  const escalations = 'escalations' in screen ? screen.escalations : []
  const more = 'more' in screen ? screen.more : []
  return [
    ...screen.buttons,
    ...[...forms, ...escalations].map(({ send }) => send),
    ...more.flatMap(({ buttons }) => buttons),
  ]
}

/** What stands in the bar under the card: a form is one button there, and so is "More". */
export function barOf(screen: Screen): string[] {
  const forms = 'forms' in screen ? screen.forms : []
  const escalations = 'escalations' in screen ? screen.escalations : []
  const more = 'more' in screen ? screen.more : []
  return [...screen.buttons, ...forms, ...escalations, ...more].map(({ title }) => title)
}

/** All that a client can send from a screen: its buttons, and what it asks for by itself. */
export const sentFrom = (screen: Screen): Button[] => [
  ...buttonsOn(screen),
  ...('refresh' in screen ? [{ title: '', action: screen.refresh.action }] : []),
]

/** What an employee can come to by answering the questions of a symptom. */
export const employeeScreens = (symptomId: string): { session: Session; screen: Screen }[] =>
  everySession(realSymptom(symptomId)).map((session) => ({ session, screen: show(session) }))

/** All parts of a symptom's runbook, as the helpdesk sees them. */
export const runbookScreens = (symptomId: string): { session: Session; screen: Screen }[] =>
  runbookPages(realSymptom(symptomId)).map((_, page) => {
    const session = aSession({ symptomId, runbook: true, product: undefined, place: { at: 'runbook', page } })
    return { session, screen: show(session) }
  })

const refusals: readonly RestartRefusal[] = [
  { rule: 'not-yours' },
  { rule: 'under-way' },
  { rule: 'waits-for-approval' },
  { rule: 'lookup-failed' },
  { rule: 'no-access', ticket: undefined },
  { rule: 'no-access', ticket: 1001 },
  ...cloudPcStatuses.map((status) => ({ rule: 'status', status }) as const),
  { rule: 'action-under-way', action: 'restart' },
  { rule: 'action-under-way', action: 'other' },
  { rule: 'cool-down', minutes: 1 },
  { rule: 'cool-down', minutes: 29 },
  { rule: 'daily-cap', cap: 3 },
]

const ids = symptoms.slice(0, 3).map(({ id }) => id)
const candidates = ids.map((symptomId) => ({ symptomId, evidence: [{ kind: 'code', code: '0x3' } as const] }))
const devices = [1, 2, 3].map((number) => aCloudPc({ id: `cloud-pc-${number}`, name: `CPC-${number}` }))

/** Places that are not reached by answers. */
export const otherPlaces: readonly Place[] = [
  { at: 'unmatched', nearest: [] },
  { at: 'unmatched', nearest: ids.slice(0, 1) },
  { at: 'unmatched', nearest: ids },
  { at: 'choosing', candidates: candidates.slice(0, 2), disagree: true },
  { at: 'choosing', candidates, disagree: false },
  { at: 'topics' },
  { at: 'devices', devices },
  { at: 'devices', devices, from: { at: 'topics' } },
  { at: 'confirm', device: aCloudPc(), needsApproval: false },
  { at: 'confirm', device: aCloudPc({ power: 'off', frontline: true }), needsApproval: false },
  { at: 'confirm', device: aCloudPc({ frontline: true }), needsApproval: true },
  { at: 'confirm', device: aCloudPc(), needsApproval: true, from: { at: 'devices', devices } },
  { at: 'machine', why: 'asked' },
  { at: 'machine', why: 'asked', from: { at: 'topics' } },
  { at: 'machine', why: 'no-cloud-pc' },
  ...refusals.map((refusal) => ({ at: 'refused', refusal }) as const),
  { at: 'refused', refusal: { rule: 'daily-cap', cap: 3 }, from: { at: 'topics' } },
  { at: 'help-form' },
  { at: 'help-form', from: { at: 'topics' } },
  { at: 'solved' },
  { at: 'cancelled' },
]

const sessionScreens = (): Named[] => [
  ...symptoms.flatMap(({ id }) => [
    ...employeeScreens(id).map(({ session, screen }) => ({
      name: `${id}, ${JSON.stringify(session.answers)}`,
      screen,
    })),
    ...runbookScreens(id).map(({ session, screen }) => ({ name: `${id}, ${JSON.stringify(session.place)}`, screen })),
  ]),
  ...otherPlaces.flatMap((place) => [
    { name: JSON.stringify(place), screen: show(aSession({ place })) },
    {
      name: `${JSON.stringify(place)}, nothing known`,
      screen: show(aSession({ place, symptomId: undefined, evidence: [], excerpt: '', product: undefined })),
    },
    {
      name: `${JSON.stringify(place)}, a secret was in the text`,
      screen: tellOfLeak(show(aSession({ place })), ['password', 'key']),
    },
  ]),
]

const restartScreens = (): Named[] => [
  ...restartStates.flatMap((state) => {
    const request = aRequest({ state })
    return [
      { name: `restart ${state}`, screen: showRestart(request, aSession(), 1001) },
      { name: `restart ${state}, session gone on`, screen: showRestart(request, undefined, undefined) },
      { name: `restart ${state}, moved`, screen: showRestartMoved(request) },
    ]
  }),
  ...refusals.map((refusal) => ({
    name: `restart declined, ${JSON.stringify(refusal)}`,
    screen: showRestart(aRequest({ state: 'declined', refusal }), aSession(), undefined),
  })),
  ...refusals.map((refusal) => ({
    name: `restart failed, ${JSON.stringify(refusal)}`,
    screen: showRestart(aRequest({ state: 'failed', reason: 'not-allowed-any-more', refusal }), aSession(), undefined),
  })),
  {
    name: 'restart sent, another one is followed',
    screen: showRestart(aRequest({ state: 'sent', reason: 'busy' }), aSession(), undefined),
  },
  {
    name: 'restart approved, a long wait',
    screen: showRestart(aRequest({ attempts: 1, dueAt: aTime(11 * 60) }), aSession(), undefined),
  },
]

/** Tickets in every state, for every purpose, with and without an owner. */
export const everyTicket: readonly Ticket[] = ticketStates.flatMap((state) =>
  (['help', 'approve-restart', 'restart-machine'] as const).flatMap((purpose) =>
    [undefined, hugo].map((owner) => aTicket({ state, purpose, owner })),
  ),
)

/** Whose view of the helpdesk's card it is: everybody's, the owner's, or a colleague's. */
export const viewers = [undefined, hugo, mira] as const

/** What the channel's card shows beside the ticket, as it usually is. */
export const channelParts = (parts: Partial<ChannelParts> = {}): ChannelParts => ({
  symptom: realSymptom('rdp-unreachable'),
  request: undefined,
  colleagues: [ada, hugo, mira],
  onCall: mira,
  viewers: ['29:ada', '29:mira'],
  ...parts,
})

const ticketScreens = (): Named[] =>
  everyTicket.flatMap((ticket) => {
    const name = `ticket ${ticket.state}, ${ticket.purpose}, ${ticket.owner ? 'owned' : 'not owned'}`
    return [
      { name, screen: showTicket(ticket) },
      { name: `${name}, in the channel, to an outsider`, screen: showTicketOutside(ticket, 'Nothing was changed.') },
      {
        name: `${name}, in the channel, nobody to give it to`,
        screen: showTicketInChannel(ticket, channelParts({ colleagues: [], onCall: undefined })),
      },
      ...viewers.flatMap((viewer) => {
        const view = `${name}, in the channel, to ${viewer?.name ?? 'everybody'}`
        const request = aRequest({ state: 'awaiting-approval' })
        return [
          { name: view, screen: showTicketInChannel(ticket, channelParts({ viewer })) },
          {
            name: `${view}, a restart waits`,
            screen: showTicketInChannel(
              ticket,
              channelParts({ request, viewer, notice: 'Too late.', typed: { verb: 'reply', text: 'typed' } }),
            ),
          },
        ]
      }),
    ]
  })

/** Has the requester said that it works again? */
const confirmed: TicketEvent = { at: aTime(60), actor: ada, kind: 'confirmed', text: '' }

const many = (count: number) =>
  Array.from({ length: count }, (_, at) => aTicket({ id: `ticket-${at}`, number: 1000 + at }))

/** The first, a full one in the middle, and the last page of a list; and the list with one page, and with none. */
const pages = [
  { tickets: many(pageSize), total: 3 * pageSize, page: 0 },
  { tickets: many(pageSize), total: 3 * pageSize, page: 1 },
  { tickets: many(1), total: 2 * pageSize + 1, page: 2 },
  { tickets: many(1), total: 1, page: 0 },
  { tickets: [], total: 0, page: 0 },
] as const

const listScreens = (): Named[] =>
  pages.flatMap((page) => {
    const name = `page ${page.page} of ${page.total} tickets`
    const restarts = page.page === 0 ? [1, 2, 3].map(() => aRequest()) : []
    return [
      { name: `own requests, ${name}`, screen: showRequests(page, restarts) },
      ...listNames.filter(isHelpdeskList).map((list) => ({
        name: `helpdesk list ${list}, ${name}`,
        screen: showTicketList(list, page),
      })),
    ]
  })

export const isHelpdeskList = (list: ListName): list is Exclude<ListName, 'requests'> => list !== 'requests'

const pulled = { ...neverPulled, version: 1 }

export const everyScreen: readonly Named[] = [
  { name: 'a secret was typed', screen: showLeak(leakKinds) },
  ...sessionScreens(),
  ...restartScreens(),
  ...ticketScreens(),
  { name: 'ticket resolved, confirmed', screen: showTicket(aTicket({ state: 'resolved', events: [confirmed] })) },
  ...listScreens(),
  {
    name: 'helpdesk: restarts fail',
    screen: showBrake({ ...pulled, why: { rule: 'failing', failures: 3, restarts: 5 } }, ''),
  },
  {
    name: 'helpdesk: restarts are asked for by many',
    screen: showBrake({ ...pulled, why: { rule: 'flood', symptomId: 'x', people: 10 } }, 'Gateway error'),
  },
  { name: 'helpdesk: restarts go on', screen: showBrake({ ...pulled, by: hugo }, '') },
]
