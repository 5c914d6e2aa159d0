// Who may do what: every actor, act, state, surface and tenant, against a table written down apart from the code.
import assert from 'node:assert/strict'
import { type Content, readContent } from '../../src/app.ts'
import { putCard, putNewSession, putRequest, putTicket } from '../../src/core/change.ts'
import { ticketCard } from '../../src/core/outbox.ts'
import type { Person } from '../../src/core/people.ts'
import type { RestartRequest } from '../../src/core/restart-request.ts'
import type { TicketEvent, TicketState, TicketVerb } from '../../src/core/ticket.ts'
import { people, tenantId } from '../../src/sandbox/tenant.ts'
import { createAdapter } from '../../src/teams/adapter.ts'
import type { Answer } from '../../src/gate/door.ts'
import { createDoor } from '../../src/teams/door.ts'
import { chatOf, helpdeskChannel, startBot, type TestBot, type Where } from '../helpers/bot.ts'
import { patientTurn } from '../helpers/patient-turn.ts'
import { aRequest, aSession, aTicket } from '../helpers/builders.ts'
import { loopback } from '../helpers/key-service.ts'

const { ana, ben, chiara, deniz } = people
const foreignTenant = '00000000-0000-4000-8000-0000000000ff'
const guest = { id: '5b0a7c10-0000-4000-8000-0000000000ee', name: 'Guest' }

type Actor = {
  readonly name: string
  readonly person: Person
  /** Whose ticket it is, and who has it where somebody does. */
  readonly requester: Person
  readonly owner: Person
  /** What Graph says of the membership, where it is not what the tenant holds. */
  readonly graph?: 'no-more' | 'away'
  readonly isRequester?: true
  readonly isHelpdesk?: true
}

const actors: readonly Actor[] = [
  { name: 'the requester', person: ana, requester: ana, owner: ben, isRequester: true },
  { name: 'a requester of the helpdesk', person: ben, requester: ben, owner: chiara, isRequester: true },
  { name: 'a member of the helpdesk', person: chiara, requester: ana, owner: ben, isHelpdesk: true },
  { name: 'the owner', person: ben, requester: ana, owner: ben, isHelpdesk: true },
  { name: 'somebody who has just left the helpdesk', person: chiara, requester: ana, owner: ben, graph: 'no-more' },
  { name: 'a member whom Graph cannot vouch for', person: chiara, requester: ana, owner: ben, graph: 'away' },
  { name: 'a colleague', person: deniz, requester: ana, owner: ben },
  { name: 'a guest', person: guest, requester: ana, owner: ben },
]

type Standing = { readonly state: TicketState; readonly waits?: true; readonly confirmed?: true; readonly taken?: true }
const standings: readonly Standing[] = [
  { state: 'open' },
  { state: 'open', waits: true },
  { state: 'taken', taken: true },
  { state: 'taken', taken: true, waits: true },
  { state: 'escalated' },
  { state: 'escalated', taken: true },
  { state: 'resolved', taken: true },
  { state: 'resolved', confirmed: true },
  { state: 'declined' },
  { state: 'withdrawn' },
]

const acts: Readonly<Record<TicketVerb, object>> = {
  take: {},
  release: {},
  assign: { assignee: chiara.id },
  approve: {},
  decline: { 'text-decline': 'No.' },
  reply: { 'text-reply': 'Hello.' },
  note: { 'text-note': 'Hm.' },
  escalate: { 'text-escalate': 'Yours.', severity: 'high' },
  urgency: { urgency: 'critical' },
  resolve: {},
  comment: { 'text-comment': 'Please.' },
  withdraw: {},
  reopen: {},
  confirm: {},
}
const verbs = Object.keys(acts) as TicketVerb[]

/** The table, in the words of docs/policy.md. */
function mayDo(actor: Actor, verb: TicketVerb, { state, waits, confirmed, taken }: Standing): boolean {
  const live = ['open', 'taken', 'escalated'].includes(state)
  const owner = taken ? actor.owner : undefined
  if (verb === 'comment' || verb === 'withdraw') return actor.isRequester === true && live
  if (verb === 'reopen' || verb === 'confirm')
    return actor.isRequester === true && state === 'resolved' && confirmed !== true
  if (actor.isHelpdesk !== true || !live) return false
  switch (verb) {
    case 'take':
      return owner === undefined
    case 'release':
      return owner?.id === actor.person.id
    case 'assign':
      return owner?.id !== chiara.id
    case 'approve':
      return waits === true
    case 'resolve':
      return waits !== true
    case 'escalate':
      return state !== 'escalated'
    case 'urgency':
    case 'decline':
    case 'reply':
    case 'note':
      return true
  }
}

const surfaces = [
  { name: 'executed in the channel', where: () => helpdeskChannel, as: 'execute' },
  { name: 'submitted in the channel', where: () => helpdeskChannel, as: 'submit' },
  { name: 'executed in a chat', where: (person: Person) => chatOf({ ...ana, ...person }), as: 'execute' },
  { name: 'submitted in a chat', where: (person: Person) => chatOf({ ...ana, ...person }), as: 'submit' },
] as const

describe('who may act on a ticket', function () {
  this.timeout(300_000)
  let content: Content
  let bot: TestBot
  let receive: (activity: { readonly id: string }) => Promise<Answer>
  let made = 0

  before(async () => {
    content = await readContent()
    bot = await startBot({ channels: ['helpdesk', 'second tier'] })
    bot.hold()
    const world = bot.world()
    // Tokens are left out here; the tenant is checked.
    const door = createDoor({
      adapter: createAdapter({ kind: 'none' }, loopback, world.log, 8000),
      turns: { world, render: content.render },
      guard: { token: undefined, activity: { origins: [new URL(bot.connector.url).origin], tenantId } },
      times: patientTurn,
      mostTurns: 9,
      perPerson: { most: 1_000_000, everyMs: 1 },
    })
    receive = (activity) => door.receive({ authorization: '', serviceUrl: undefined }, activity, activity.id)
  })
  after(() => bot.stop())

  /** A ticket in this state, with its cards where the actor clicks. */
  async function prepare(actor: Actor, standing: Standing, where: Where): Promise<{ id: string; version: number }> {
    const id = `ticket-${++made}`
    const events: TicketEvent[] = [{ at: bot.world().clock.now(), actor: actor.requester, kind: 'filed', text: '' }]
    if (standing.confirmed)
      events.push({ ...events[0], at: bot.world().clock.now(), actor: actor.requester, kind: 'confirmed', text: '' })
    const request: RestartRequest | undefined = standing.waits && {
      ...aRequest({ id: `request-${made}`, sessionId: `session-${made}`, state: 'awaiting-approval', ticketId: id }),
      person: actor.requester,
      cloudPc: { id: `pc-${made}`, name: 'CPC' },
      dueAt: undefined,
    }
    const to = where.type === 'channel' ? 'helpdesk' : 'requester'
    const ticket = aTicket({
      id,
      nonce: `nonce-${made}`,
      state: standing.state,
      requester: actor.requester,
      owner: standing.taken ? actor.owner : undefined,
      restartRequestId: request?.id,
      events,
      touchedAt: bot.world().clock.now(),
    })
    const saved = await bot
      .world()
      .store.commit([
        ...(request
          ? [putNewSession(aSession({ id: request.sessionId, person: actor.requester })), putRequest(request)]
          : []),
        putTicket(ticket),
        ...putCard(ticketCard(id, to), { conversation: '{}', activityId: `card-${made}` }),
      ])
    assert.ok(saved.ok)
    return { id, version: ticket.version }
  }

  function activityOf(
    actor: Actor,
    verb: TicketVerb,
    where: Where,
    as: 'execute' | 'submit',
    tenant: string,
  ): Record<string, unknown> & { readonly id: string } {
    const data = { verb, id: `ticket-${made}`, nonce: `nonce-${made}`, step: 0, ...acts[verb] }
    const click =
      as === 'submit'
        ? { type: 'message', value: data }
        : { type: 'invoke', name: 'adaptiveCard/action', value: { action: { type: 'Action.Execute', verb, data } } }
    return {
      ...click,
      id: `activity-${made}`,
      channelId: 'msteams',
      serviceUrl: bot.connector.url,
      from: { id: `29:${actor.person.id}`, name: actor.person.name, aadObjectId: actor.person.id },
      recipient: { id: '28:reconnect', name: 'Reconnect' },
      conversation: { id: where.id, conversationType: where.type, tenantId: tenant },
      channelData: { tenant: { id: tenant } },
      replyToId: `card-${made}`,
    }
  }

  for (const actor of actors)
    for (const surface of surfaces)
      it(`${actor.name}, ${surface.name}: exactly what the table says, in every state and tenant`, async () => {
        const wrong: string[] = []
        let allowed = 0
        for (const tenant of [tenantId, foreignTenant])
          for (const standing of standings)
            for (const verb of verbs) {
              const where = surface.where(actor.person)
              const { id, version } = await prepare(actor, standing, where)
              if (actor.graph === 'no-more') bot.sandbox.faults.set('check', { status: 200, body: { value: [] } }, 9)
              if (actor.graph === 'away') bot.sandbox.faults.set('check', { status: 403 }, 9)
              const { status } = await receive(activityOf(actor, verb, where, surface.as, tenant))
              bot.sandbox.faults.clear()
              assert.equal(status, 200)
              const after = await bot.world().tickets.find(id)
              const did = after?.version !== version
              const may = tenant === tenantId && mayDo(actor, verb, standing)
              if (did) allowed++
              if (did !== may)
                wrong.push(
                  `${may ? 'wrong deny' : 'wrong allow'}: ${verb} on ${JSON.stringify(standing)}, tenant ${tenant}`,
                )
            }
        assert.deepEqual(wrong, [])
        assert.equal(allowed > 0, actor.isHelpdesk === true || actor.isRequester === true)
      })
})
