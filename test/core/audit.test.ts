// The chain of the audit: what is hashed, and which fault is found where.
import assert from 'node:assert/strict'
import {
  type AuditEntry,
  type AuditLink,
  beginning,
  canonicalText,
  type ChainedEntry,
  peopleIn,
  toChained,
  verifyChain,
} from '../../src/core/audit.ts'
import { hashOf } from '../../src/store/audit.ts'
import { anEntry, aStory } from '../helpers/audit-entries.ts'
import { ada, aTime, hugo } from '../helpers/builders.ts'

const keyOf = (personId: string): string => `key of ${personId}`

/** A chain of these entries. */
function chainOf(entries: readonly AuditEntry[]): AuditLink[] {
  const links: AuditLink[] = []
  for (const entry of entries) links.push(linkAfter(links.at(-1), toChained(entry, keyOf)))
  return links
}

function linkAfter(before: AuditLink | undefined, entry: ChainedEntry): AuditLink {
  const [seq, previousHash] = before ? [before.seq + 1, before.hash] : [1, beginning]
  return { seq, previousHash, hash: hashOf(previousHash, seq, entry), entry }
}

const chain = chainOf(aStory)
const lastHash = chain.at(-1)?.hash
const verify = (links: readonly AuditLink[]) => verifyChain(links, hashOf, chain.length)

describe('an entry of the audit', () => {
  it('names people by their keys and the bot by its name', () => {
    const entry = anEntry({ actor: 'reconnect', subject: { kind: 'person', id: hugo.id } })
    assert.deepEqual(peopleIn(entry), [hugo.id])
    assert.deepEqual(toChained(entry, keyOf).actor, 'reconnect')
    assert.deepEqual(toChained(entry, keyOf).subject, { kind: 'person', id: `key of ${hugo.id}` })
    assert.deepEqual(peopleIn(anEntry()), [ada.id])
    assert.equal(toChained(anEntry(), keyOf).actor, `key of ${ada.id}`)
    assert.deepEqual(toChained(anEntry(), keyOf).subject, { kind: 'restart', id: 'request-1' })
  })

  it('has a text that tells it from every entry that differs in one field', () => {
    const changes: Partial<AuditEntry>[] = [
      {},
      { at: aTime(1) },
      { actor: hugo.id },
      { act: 'restart-sent' },
      { outcome: 'refused' },
      { rule: '' },
      { rule: 'own-ticket' },
      { subject: { kind: 'ticket', id: 'request-1' } },
      { subject: { kind: 'restart', id: 'request-2' } },
      { before: 'awaiting-approval', after: undefined },
      { after: undefined },
      { after: '' },
      { surface: 'worker' },
    ]
    const told = changes.map((change) => canonicalText(beginning, 1, toChained(anEntry(change), keyOf)))
    const entry = toChained(anEntry(), keyOf)
    const all = [
      ...told,
      canonicalText(beginning, 1, { ...entry, at: entry.at + 0.5 }),
      canonicalText(beginning, 2, entry),
      canonicalText('1'.repeat(64), 1, entry),
    ]
    assert.equal(new Set(all).size, all.length)
  })

  it('keeps fields apart that read alike when they are put together', () => {
    const text = (before: string, after: string) =>
      canonicalText(beginning, 1, toChained(anEntry({ before, after }), keyOf))
    assert.notEqual(text('sent","done', ''), text('sent', 'done'))
    assert.notEqual(text('a', 'bc'), text('ab', 'c'))
  })

  it('has a hash that stays the same from version to version', () => {
    assert.equal(
      hashOf(
        beginning,
        1,
        toChained(anEntry(), () => 'AAAAAAAAAAAAAAAAAAAAAA'),
      ),
      'f76348fadf39c48a855aa5ecb249b05b3c82f1562f04c24cfb660b6de4dbd2b5',
    )
  })
})

describe('the chain of the audit', () => {
  it('is intact as it was written, and tells its length and last hash', async () => {
    assert.deepEqual(await verify(chain), { intact: true, count: 5, lastHash })
    assert.deepEqual(await verifyChain([], hashOf, 0), { intact: true, count: 0, lastHash: beginning })
  })

  it('is intact when more was written since it was counted', async () => {
    assert.deepEqual(await verifyChain(chain, hashOf, 3), { intact: true, count: 5, lastHash })
  })

  it('tells a changed entry, and a changed hash', async () => {
    for (const at of chain.keys()) {
      const [edited, rehashed] = [chain, chain].map((links, way) =>
        links.map((link, index): AuditLink =>
          index !== at
            ? link
            : way === 0
              ? { ...link, entry: { ...link.entry, outcome: link.entry.outcome === 'done' ? 'refused' : 'done' } }
              : { ...link, hash: hashOf(link.hash, 0, link.entry) },
        ),
      )
      assert.deepEqual(await verify(edited ?? []), { intact: false, seq: at + 1, fault: 'changed' })
      assert.deepEqual(await verify(rehashed ?? []), { intact: false, seq: at + 1, fault: 'changed' })
    }
  })

  it('tells a missing entry, be it the first, one between or the last', async () => {
    for (const at of chain.keys())
      assert.deepEqual(await verify(chain.toSpliced(at, 1)), { intact: false, seq: at + 1, fault: 'missing' })
  })

  it('tells entries that have changed places, near or far', async () => {
    const swapped = (a: number, b: number) =>
      chain.map((link, index) => {
        const from = chain[index === a ? b : index === b ? a : index] ?? link
        return { ...from, seq: link.seq }
      })
    assert.deepEqual(await verify(swapped(1, 2)), { intact: false, seq: 2, fault: 'out-of-order' })
    assert.deepEqual(await verify(swapped(0, 4)), { intact: false, seq: 1, fault: 'out-of-order' })
  })

  it('tells an entry that was put in, under no whole number or under one of its own', async () => {
    const extra = { ...linkAfter(chain[1], toChained(anEntry(), keyOf)), seq: 2.5 }
    assert.deepEqual(await verify(chain.toSpliced(2, 0, extra)), { intact: false, seq: 2.5, fault: 'inserted' })
    const forged = linkAfter(chain[1], toChained(anEntry({ actor: hugo.id }), keyOf))
    assert.deepEqual(await verify(chain.with(2, forged)), { intact: false, seq: 4, fault: 'inserted' })
    const later = chain.slice(2).map((link) => ({ ...link, seq: link.seq + 1 }))
    assert.deepEqual(await verify([...chain.slice(0, 2), forged, ...later]), {
      intact: false,
      seq: 4,
      fault: 'out-of-order',
    })
  })
})
