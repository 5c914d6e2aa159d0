// A store in which several people have left records of every kind, and a search through all of it.
import { sql } from 'kysely'
import { type Change, putDelivery, putNewSession, putRequest, putTicket } from '../../src/core/change.ts'
import {
  channelLane,
  type Delivery,
  ownTicketDelivery,
  personLane,
  restartCard,
  restartDelivery,
  ticketCard,
  ticketDelivery,
} from '../../src/core/outbox.ts'
import type { CardPlace, Person } from '../../src/core/people.ts'
import { commitIn } from '../../src/store/commit.ts'
import { closeConversation, conversationsIn } from '../../src/store/conversations.ts'
import { outboxIn } from '../../src/store/outbox.ts'
import type { Database } from '../../src/store/tables.ts'
import { unmatchedIn } from '../../src/store/unmatched.ts'
import { anEntry, append } from './audit-entries.ts'
import { ada, aRequest, aSession, aTicket, aTime, hugo } from './builders.ts'

export const mia: Person = { id: '3f1d2c5e-0003-4a7b-9c3d-5e6f7a8b9c03', name: 'Mia Tanaka' }
/** Of no helpdesk; has a live ticket with each of the others. */
export const nora: Person = { id: '3f1d2c5e-0004-4a7b-9c3d-5e6f7a8b9c04', name: 'Nora Haugen' }
export const people = [ada, hugo, mia] as const

/** What Teams calls a person. */
export const teamsIdOf = ({ id }: Person): string => `29:of-${id}`

/** A conversation as Teams tells of it: in a channel, too, it holds who wrote last. */
const conversation = (person: Person, where: string): string =>
  JSON.stringify({
    user: { id: teamsIdOf(person), name: person.name, aadObjectId: person.id },
    bot: { id: '28:reconnect', name: 'Reconnect' },
    conversation: { id: where, tenantId: 'tenant-1' },
    channelId: 'msteams',
  })
/** The card of this name, where it was noted by way of this person. */
const putCard = (name: string, person: Person, where: string): Change => ({
  put: 'card',
  name,
  place: { conversation: conversation(person, where), activityId: `card-of-${name}` },
})

/** Writes as the bot does; throws where that is a conflict. */
export async function save(db: Database, ...changes: readonly Change[]): Promise<void> {
  const committed = await commitIn(db, () => aTime()).commit(changes)
  if (!committed.ok) throw new Error(`a conflict: ${committed.conflict}`)
}

/**
 * Each person has sessions, texts, chats, ended restarts and closed tickets, on which the next person has worked and which
 * that person names, and a live ticket of Nora's. Messages wait for all of them. Ada and Mia have set up the channels and
 * are on call, and Ada has lifted the brake.
 */
export async function fillStore(db: Database): Promise<void> {
  const conversations = conversationsIn(db)
  await save(
    db,
    { put: 'channel', kind: 'helpdesk', conversation: conversation(ada, '19:helpdesk'), by: ada, at: aTime() },
    { put: 'channel', kind: 'second-tier', conversation: conversation(mia, '19:second-tier'), by: mia, at: aTime() },
    { put: 'on-call', kind: 'helpdesk', person: ada, since: aTime() },
    { put: 'on-call', kind: 'second-tier', person: mia, since: aTime() },
    {
      put: 'brake',
      brake: { version: 1, why: { rule: 'failing', failures: 3, restarts: 5 }, at: aTime(), by: undefined },
    },
    { put: 'brake', brake: { version: 2, why: undefined, at: aTime(9), by: ada } },
    putCard('brake', ada, '19:helpdesk'),
    toChannel({ kind: 'brake' }),
  )
  for (const person of [...people, nora]) {
    await conversations.rememberPerson(person.id, conversation(person, chatOf(person)))
    await conversations.rememberTeamsId(person.id, teamsIdOf(person))
    await conversations.welcomeOnce(person.id)
  }
  for (const [index, person] of people.entries()) {
    const helper = people[(index + 1) % people.length] ?? person
    for (const number of [1, 2, 3]) await addRecords(db, person, helper, `${index}-${number}`)
    await addTaken(db, person, `taken-${index}`)
    await addMessages(db, person, helper, index)
    const forRestart = { kind: 'restart', id: `request-${index}-1` } as const
    await append(
      db,
      anEntry({ actor: person.id, subject: forRestart }),
      anEntry({ actor: helper.id, act: 'restart-approved', before: 'awaiting-approval', subject: forRestart }),
      anEntry({ actor: person.id, outcome: 'refused', rule: 'cool-down', after: undefined }),
      anEntry({ actor: helper.id, act: 'on-call-set', subject: { kind: 'person', id: person.id } }),
    )
  }
  const hugosChat = conversation(hugo, chatOf(hugo))
  await closeConversation(db, { lane: personLane(hugo.id), conversation: hugosChat, why: 'blocked' })
  const secondTier = conversation(mia, '19:second-tier')
  await closeConversation(db, { lane: channelLane('second-tier'), conversation: secondTier, why: 'gone' })
}

const chatOf = ({ id }: Person): string => `a:chat-${id.slice(9, 13)}`

/** A session, and the restart and the ticket that came of it. */
async function addRecords(db: Database, person: Person, helper: Person, id: string): Promise<void> {
  const excerpt = `${helper.name} says that it is error 0x3`
  await unmatchedIn(db).add({ id: `session-${id}`, personId: person.id, text: excerpt, at: aTime() })
  const { facts } = aTicket()
  await save(
    db,
    putNewSession(aSession({ id: `session-${id}`, person, excerpt })),
    putRequest(
      aRequest({
        id: `request-${id}`,
        person,
        cloudPc: { id: `pc-${id}`, name: `CPC-${id}` },
        ...(id.endsWith('3')
          ? { state: 'declined', refusal: { rule: 'cool-down', minutes: 7 } }
          : { state: 'unknown', reason: 'not-confirmed', decidedBy: helper, sentAt: aTime(5) }),
        ticketId: `ticket-${id}`,
      }),
    ),
    putTicket(
      aTicket({
        id: `ticket-${id}`,
        state: 'resolved',
        requester: person,
        owner: helper,
        facts: {
          ...facts,
          excerpt,
          answers: [{ question: 'Who?', answer: person.name }],
          devices: [`PC of ${person.id}`],
        },
        restartRequestId: `request-${id}`,
        events: [
          { at: aTime(), actor: person, kind: 'filed', text: `It’s ${person.name}.` },
          { at: aTime(60), actor: helper, kind: 'reply', text: `${helper.name} here. Hello ${person.name}!` },
          { at: aTime(120), actor: helper, kind: 'resolved', text: '' },
        ],
      }),
    ),
    { put: 'click', nonce: `nonce-${id}`, action: 'confirm-restart.2', person },
    putCard(restartCard(`request-${id}`), person, chatOf(person)),
    putCard(ticketCard(`ticket-${id}`, 'requester'), person, chatOf(person)),
    // The channel's reference holds who set the channel up.
    ...(id.endsWith('1') ? [putCard(ticketCard(`ticket-${id}`, 'helpdesk'), ada, '19:helpdesk')] : []),
    ...(id.endsWith('2') ? [putCard(ticketCard(`ticket-${id}`, 'second-tier'), mia, '19:second-tier')] : []),
  )
}

/** Nora's live ticket, which she has told this person of, and which was given to them. */
async function addTaken(db: Database, person: Person, id: string): Promise<void> {
  const giver = person.id === hugo.id ? mia : hugo
  await save(
    db,
    putTicket(
      aTicket({
        id,
        state: 'taken',
        requester: nora,
        owner: person,
        events: [
          { at: aTime(), actor: nora, kind: 'filed', text: `${person.name} told me to write here.` },
          { at: aTime(30), actor: giver, kind: 'assigned', text: '', to: person },
        ],
      }),
    ),
    putCard(ticketCard(id, 'helpdesk'), ada, '19:helpdesk'),
    putCard(ticketCard(id, 'requester'), nora, chatOf(nora)),
  )
}

/** What waits to be sent to this person, and what tells others of them. */
async function addMessages(db: Database, person: Person, helper: Person, index: number): Promise<void> {
  const older = (who: Person, activityId: string): CardPlace => ({
    conversation: conversation(who, chatOf(who)),
    activityId,
  })
  const words = (who: Person) => ({
    title: `Ticket 1001: ${who.name} took it`,
    body: 'The newest card is further down.',
  })
  const taken = `taken-${index}`
  const lane = personLane(person.id)
  const deliveries: readonly Delivery[] = [
    restartDelivery(`request-${index}-1`, person.id, 'post'),
    ownTicketDelivery(`ticket-${index}-1`, person.id, 'post'),
    { shown: { kind: 'assigned', ticketId: taken, personId: person.id }, how: 'post', lane },
    {
      shown: {
        kind: 'pointer',
        card: ticketCard(`ticket-${index}-1`, 'requester'),
        place: older(person, `old-${index}`),
        ...words(helper),
      },
      how: 'update',
      lane,
    },
    ticketDelivery(`ticket-${index}-1`, 'helpdesk', 'update'),
    {
      shown: {
        kind: 'pointer',
        card: ticketCard(`ticket-${index}-1`, 'requester'),
        place: older(nora, `noras-${index}`),
        ...words(person),
      },
      how: 'update',
      lane: personLane(nora.id),
    },
  ]
  await save(db, ...deliveries.map(putDelivery), toChannel({ kind: 'reminder', ticketId: taken }))
  for (const one of [lane, channelLane('helpdesk')]) await outboxIn(db).reserve(one, aTime(index), () => 0)
}

const toChannel = (shown: Delivery['shown']): Change =>
  putDelivery({ shown, how: 'post', lane: channelLane('helpdesk') })

type Row = Readonly<Record<string, unknown>>

/** Every row of every table, also of those that nobody has thought of here; the same rows in the same order. */
export async function everyRow(db: Database): Promise<{ readonly table: string; readonly row: Row }[]> {
  const found: { table: string; row: Row }[] = []
  for (const { name } of await db.introspection.getTables()) {
    const { rows } = await sql<Row>`select * from ${sql.table(name)}`.execute(db)
    found.push(...rows.map((row) => ({ table: name, row: { ...row } })))
  }
  return found.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
}

/** The cells that hold one of the words, as table.column. */
export async function whereIs(db: Database, words: readonly string[]): Promise<string[]> {
  const cells = (await everyRow(db)).flatMap(({ table, row }) =>
    Object.entries(row).map(([column, value]) => ({ place: `${table}.${column}`, text: String(value).toLowerCase() })),
  )
  const holding = cells.filter(({ text }) => words.some((word) => text.includes(word.toLowerCase())))
  return [...new Set(holding.map(({ place }) => place))].sort()
}
