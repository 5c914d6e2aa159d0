// The audit of a running bot, read as sentences: what is new since it was read last.
import assert from 'node:assert/strict'
import { auditActs, botActor } from '../../src/core/audit.ts'
import { forgottenId } from '../../src/core/people.ts'
import { people } from '../../src/sandbox/tenant.ts'
import { auditIn, type KnownEntry } from '../../src/store/audit.ts'
import { openDatabase } from '../../src/store/db.ts'
import type { TestBot } from './bot.ts'

export type AuditNews = {
  /** One sentence an entry: who where: what, on what, before to after, and the rule in brackets. */
  news(): Promise<string[]>
  /** All entries so far. */
  entries(): Promise<KnownEntry[]>
  /** Holds what is true of every audit: an intact chain, and no word in it that anybody wrote. */
  close(): Promise<void>
}

export async function openAudit(bot: TestBot): Promise<AuditNews> {
  const database = await openDatabase({ kind: 'sqlite', file: bot.databaseFile })
  const audit = auditIn(database.db)
  let seen = 0

  const entries = async (): Promise<KnownEntry[]> => {
    const all: KnownEntry[] = []
    for await (const entry of audit.entries({})) all.push(entry)
    return all
  }

  async function labelOf({ kind, id }: KnownEntry['subject']): Promise<string> {
    switch (kind) {
      case 'ticket':
        return `ticket ${(await bot.world().tickets.find(id))?.number ?? 'of nobody'}`
      case 'restart':
        return `restart of ${(await bot.world().requests.find(id))?.cloudPc.name ?? 'nothing yet'}`
      case 'person':
        return nameOf(id)
      case 'channel':
      case 'brake':
        return id
    }
  }

  async function sentenceOf({ actor, surface, act, subject, before, after, outcome, rule }: KnownEntry) {
    const change = [before ?? 'nothing', after].filter(Boolean).join(' to ')
    const why = rule === undefined ? '' : ` (${rule})`
    const refused = outcome === 'refused' ? ' refused' : ''
    return `${nameOf(actor)}, ${surface}: ${act}${refused} on ${await labelOf(subject)}, ${change}${why}`
  }

  return {
    entries,
    async news() {
      const fresh = (await entries()).filter(({ seq }) => seq > seen)
      seen += fresh.length
      return Promise.all(fresh.map(sentenceOf))
    },
    async close() {
      const finding = await audit.verify()
      for (const entry of await entries()) holdNoText(entry)
      await database.close()
      assert.equal(finding.intact, true)
    },
  }
}

const nameOf = (id: string): string =>
  id === botActor ? 'Reconnect' : (Object.values(people).find((person) => person.id === id)?.givenName ?? id)

const guid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/
/** What is made from a session's id: its step, and what was filed then. */
const derivedId = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}\.\d+(?:\.[a-z]+)?$/
const word = /^[a-z]+(?:-[a-z]+)*$/

/** Ids, states and words of the code are all that an entry can hold. */
function holdNoText({
  seq,
  at,
  actor,
  act,
  outcome,
  rule,
  subject,
  before,
  after,
  surface,
  hash,
  ...rest
}: KnownEntry) {
  assert.ok(seq > 0 && at instanceof Date)
  assert.match(actor, actor === botActor || actor === forgottenId ? word : guid)
  assert.ok(auditActs.includes(act))
  for (const one of [outcome, surface, rule, before, after]) if (one !== undefined) assert.match(one, word)
  const id = { restart: derivedId, ticket: derivedId, person: guid, channel: word, brake: word }[subject.kind]
  assert.match(subject.id, subject.id === forgottenId ? word : id)
  assert.match(hash, /^[\da-f]{64}$/)
  assert.deepEqual(rest, {})
}
