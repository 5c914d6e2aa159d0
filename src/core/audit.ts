// The audit: who did what, or was refused it, in a chain of hashes that shows whether anybody has edited the list. Pure.

export const auditActs = [
  'restart-requested',
  'restart-approved',
  'restart-declined',
  'restart-withdrawn',
  'restart-expired',
  'restart-sent',
  'restart-ended',
  'ticket-filed',
  'ticket-taken',
  'ticket-released',
  'ticket-assigned',
  'ticket-reply',
  'ticket-note',
  'ticket-escalated',
  'ticket-urgency',
  'ticket-resolved',
  'ticket-reopened',
  'ticket-declined',
  'ticket-withdrawn',
  'channel-set',
  'brake-pulled',
  'brake-lifted',
  'on-call-set',
  'forgotten',
] as const
export type AuditAct = (typeof auditActs)[number]

/** The actor where it was no person. */
export const botActor = 'reconnect'

/** Ids, states and words of this file only: no text that anybody wrote, no name, no token. */
export type AuditEntry = {
  readonly at: Date
  /** The Entra object id of the person, or `botActor`. */
  readonly actor: string
  readonly act: AuditAct
  readonly outcome: 'done' | 'refused'
  /** Which rule refused it. */
  readonly rule: string | undefined
  /** Of a person, the id is the Entra object id. */
  readonly subject: { readonly kind: 'restart' | 'ticket' | 'channel' | 'person' | 'brake'; readonly id: string }
  /** The state that it was in, and the state that it came to. */
  readonly before: string | undefined
  readonly after: string | undefined
  readonly surface: 'chat' | 'channel' | 'worker' | 'cli'
}

/**
 * An entry as the chain holds it: each person by a random key, so that who they were can be forgotten and the hashes
 * still fit. The time is in milliseconds, so that nothing is rounded away before it is hashed.
 */
export type ChainedEntry = Omit<AuditEntry, 'at'> & { readonly at: number }

export type AuditLink = {
  /** 1 for the first entry, and one more for each. */
  readonly seq: number
  readonly previousHash: string
  readonly hash: string
  readonly entry: ChainedEntry
}

/** The hash before the first entry. */
export const beginning = '0'.repeat(64)

/** Everybody who is named in the entry, by id. */
export const peopleIn = ({ actor, subject }: AuditEntry): string[] => [
  ...(actor === botActor ? [] : [actor]),
  ...(subject.kind === 'person' ? [subject.id] : []),
]

/** The entry with people by their keys. */
export const toChained = (entry: AuditEntry, keyOf: (personId: string) => string): ChainedEntry => ({
  ...entry,
  at: entry.at.getTime(),
  actor: entry.actor === botActor ? botActor : keyOf(entry.actor),
  subject: entry.subject.kind === 'person' ? { kind: 'person', id: keyOf(entry.subject.id) } : entry.subject,
})

/** What is hashed: the fields in this order, as JSON, so that no two entries have the same text. Never changes. */
export const canonicalText = (previousHash: string, seq: number, entry: ChainedEntry): string =>
  JSON.stringify([
    previousHash,
    seq,
    entry.at,
    entry.actor,
    entry.act,
    entry.outcome,
    entry.rule ?? null,
    entry.subject.kind,
    entry.subject.id,
    entry.before ?? null,
    entry.after ?? null,
    entry.surface,
  ])

/**
 * missing: no entry has this number. inserted: it does not follow the entry before, so one of the two was put there.
 * out-of-order: it was written under another number. changed: it is not what was written.
 */
export type ChainFault = 'missing' | 'inserted' | 'out-of-order' | 'changed'
export type ChainFinding =
  | { readonly intact: true; readonly count: number; readonly lastHash: string }
  | { readonly intact: false; readonly seq: number; readonly fault: ChainFault }

type Hash = (previousHash: string, seq: number, entry: ChainedEntry) => string

/** Follows the chain from its beginning to the first fault. `written` is how many entries there were at least. */
export async function verifyChain(
  links: AsyncIterable<AuditLink> | Iterable<AuditLink>,
  hashOf: Hash,
  written: number,
): Promise<ChainFinding> {
  let count = 0
  let lastHash = beginning
  for await (const link of links) {
    const fault = faultOf(link, count + 1, lastHash, hashOf, written)
    if (fault) return { intact: false, seq: fault === 'missing' ? count + 1 : link.seq, fault }
    count += 1
    lastHash = link.hash
  }
  return count < written ? { intact: false, seq: count + 1, fault: 'missing' } : { intact: true, count, lastHash }
}

function faultOf(
  link: AuditLink,
  expected: number,
  lastHash: string,
  hashOf: Hash,
  written: number,
): ChainFault | undefined {
  if (link.seq > expected) return 'missing'
  if (link.seq !== expected) return 'inserted'
  const fits = (seq: number): boolean => hashOf(link.previousHash, seq, link.entry) === link.hash
  if (fits(link.seq)) return link.previousHash === lastHash ? undefined : 'inserted'
  for (let seq = 1; seq <= written; seq++) if (fits(seq)) return 'out-of-order'
  return 'changed'
}
