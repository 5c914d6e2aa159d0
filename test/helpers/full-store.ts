// A store in which several people have left records of every kind, and a search through all of it.
import { sql } from 'kysely'
import type { CardPlace, Person } from '../../src/core/people.ts'
import { conversationsIn } from '../../src/store/conversations.ts'
import { requestsIn } from '../../src/store/requests.ts'
import { sessionsIn } from '../../src/store/sessions.ts'
import type { Database } from '../../src/store/tables.ts'
import { ticketsIn } from '../../src/store/tickets.ts'
import { unmatchedIn } from '../../src/store/unmatched.ts'
import { anEntry, append } from './audit-entries.ts'
import { ada, aRequest, aSession, aTicket, aTime, hugo } from './builders.ts'

export const mia: Person = { id: '3f1d2c5e-0003-4a7b-9c3d-5e6f7a8b9c03', name: 'Mia Tanaka' }
export const people = [ada, hugo, mia] as const

/** A conversation as Teams tells of it: in a channel, too, it holds who wrote last. */
const conversation = ({ id, name }: Person, where: string): string =>
  JSON.stringify({
    user: { id: `29:of-${id}`, name, aadObjectId: id },
    bot: { id: '28:reconnect', name: 'Reconnect' },
    conversation: { id: where, tenantId: 'tenant-1' },
    channelId: 'msteams',
  })
export const cardOf = (person: Person, where: string): CardPlace => ({
  conversation: conversation(person, where),
  activityId: '1700000000000',
})

/**
 * Each person has sessions, texts, chats, ended restarts and closed tickets, on which the next person has worked and which
 * that person names. Ada and Mia have set up the channels.
 */
export async function fillStore(db: Database): Promise<void> {
  const conversations = conversationsIn(db)
  for (const [index, person] of people.entries()) {
    const helper = people[(index + 1) % people.length] ?? person
    for (const number of [1, 2, 3]) await addRecords(db, person, helper, `${index}-${number}`)
    await conversations.rememberPerson(person.id, conversation(person, `a:chat-${index}`))
    await conversations.welcomeOnce(person.id)
    const forRestart = { kind: 'restart', id: `request-${index}-1` } as const
    await append(
      db,
      anEntry({ actor: person.id, subject: forRestart }),
      anEntry({ actor: helper.id, act: 'restart-approved', before: 'awaiting-approval', subject: forRestart }),
      anEntry({ actor: person.id, outcome: 'refused', rule: 'cool-down', after: undefined }),
      anEntry({ actor: helper.id, act: 'on-call-set', subject: { kind: 'person', id: person.id } }),
    )
  }
  await conversations.setChannel('helpdesk', conversation(ada, '19:helpdesk'), ada, aTime())
  await conversations.setChannel('second-tier', conversation(mia, '19:second-tier'), mia, aTime())
}

async function addRecords(db: Database, person: Person, helper: Person, id: string): Promise<void> {
  const excerpt = `${helper.name} says that it is error 0x3`
  await sessionsIn(db).add(aSession({ id: `session-${id}`, person, excerpt }))
  await unmatchedIn(db).add({ id: `session-${id}`, personId: person.id, text: excerpt, at: aTime() })
  await requestsIn(db).add(
    aRequest({
      id: `request-${id}`,
      person,
      cloudPc: { id: `pc-${id}`, name: `CPC-${id}` },
      state: 'done',
      decidedBy: helper,
      ticketId: `ticket-${id}`,
      reason: 'not-confirmed',
      sentAt: aTime(5),
      card: cardOf(person, `a:chat-${id}`),
    }),
  )
  const { facts } = aTicket()
  await ticketsIn(db).add(
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
      // The channel's reference holds who set the channel up.
      cards: {
        requester: cardOf(person, `a:chat-${id}`),
        helpdesk: id.endsWith('1') ? cardOf(ada, '19:helpdesk') : undefined,
        secondTier: id.endsWith('2') ? cardOf(mia, '19:second-tier') : undefined,
      },
    }),
  )
}

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
