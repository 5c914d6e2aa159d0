// Every screen that sessions, restarts and tickets can come to, with a name for each: for tests that hold something of all.
import assert from 'node:assert/strict'
import { cloudPcStatuses } from '../../src/core/cloud-pc.ts'
import { restartStates } from '../../src/core/restart-request.ts'
import type { Button, Screen, ScreenKind, ScreenOf } from '../../src/core/screens.ts'
import type { Place, RestartRefusal, Session } from '../../src/core/session.ts'
import { showRequests } from '../../src/core/show-requests.ts'
import { showRestart, showRestartMoved } from '../../src/core/show-restart.ts'
import { runbookPages } from '../../src/core/show-runbook.ts'
import { showSession } from '../../src/core/show-session.ts'
import { showTicket, showTicketInChannel } from '../../src/core/show-ticket.ts'
import { type Ticket, ticketStates } from '../../src/core/ticket.ts'
import { aCloudPc, aRequest, aSession, aTicket, hugo } from './builders.ts'
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

/** Buttons of every kind on a screen: those under the card, and those that send a form. */
export function buttonsOn(screen: Screen): Button[] {
  const forms = 'forms' in screen ? screen.forms : []
  const escalations = 'escalations' in screen ? screen.escalations : []
  return [...screen.buttons, ...forms.map(({ send }) => send), ...escalations.map(({ send }) => send)]
}

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
  { rule: 'lookup-failed' },
  ...cloudPcStatuses.map((status) => ({ rule: 'status', status }) as const),
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
  { at: 'confirm', device: aCloudPc() },
  { at: 'confirm', device: aCloudPc({ power: 'off', frontline: true }) },
  { at: 'confirm', device: aCloudPc({ frontline: true }) },
  { at: 'machine', why: 'asked' },
  { at: 'machine', why: 'no-cloud-pc' },
  ...refusals.map((refusal) => ({ at: 'refused', refusal }) as const),
  { at: 'help-form' },
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
  ]),
]

const restartScreens = (): Named[] =>
  restartStates.flatMap((state) => {
    const request = aRequest({ state })
    return [
      { name: `restart ${state}`, screen: showRestart(request, aSession(), 1001) },
      { name: `restart ${state}, session gone on`, screen: showRestart(request, undefined, undefined) },
      { name: `restart ${state}, moved`, screen: showRestartMoved(request) },
    ]
  })

/** Tickets in every state, for every purpose, with and without an owner. */
export const everyTicket: readonly Ticket[] = ticketStates.flatMap((state) =>
  (['help', 'approve-restart', 'restart-machine'] as const).flatMap((purpose) =>
    [undefined, hugo].map((owner) => aTicket({ state, purpose, owner })),
  ),
)

const ticketScreens = (): Named[] =>
  everyTicket.flatMap((ticket) => {
    const name = `ticket ${ticket.state}, ${ticket.purpose}, ${ticket.owner ? 'owned' : 'not owned'}`
    const symptom = realSymptom('rdp-unreachable')
    return [
      { name, screen: showTicket(ticket) },
      { name: `${name}, in the channel`, screen: showTicketInChannel(ticket, symptom, undefined) },
      {
        name: `${name}, in the channel, a restart waits`,
        screen: showTicketInChannel(ticket, symptom, aRequest({ state: 'awaiting-approval' }), 'Too late.', 'typed'),
      },
    ]
  })

const many = Array.from({ length: 9 }, (_, at) => aTicket({ id: `ticket-${at}`, number: 1000 + at }))

export const everyScreen: readonly Named[] = [
  ...sessionScreens(),
  ...restartScreens(),
  ...ticketScreens(),
  { name: 'no requests', screen: showRequests([], []) },
  {
    name: 'many requests',
    screen: showRequests(
      many,
      Array.from({ length: 9 }, () => aRequest()),
    ),
  },
]
