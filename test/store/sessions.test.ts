// Sessions against real databases.
import assert from 'node:assert/strict'
import type { CloudPc } from '../../src/core/cloud-pc.ts'
import { cloudPcStatuses } from '../../src/core/cloud-pc.ts'
import { type Change, putNewSession, putSession } from '../../src/core/change.ts'
import { advance, type Place, type Session } from '../../src/core/session.ts'
import type { Sessions } from '../../src/flows/ports.ts'
import { commitIn } from '../../src/store/commit.ts'
import { sessionsIn } from '../../src/store/sessions.ts'
import { aCloudPc, ada, aSession, aTime, hugo } from '../helpers/builders.ts'
import { onEveryStore } from '../helpers/stores.ts'
import type { TemporaryStore } from '../helpers/temporary-store.ts'

const frontline: CloudPc = aCloudPc({ power: 'off', frontline: true, status: 'in-grace-period' })

const places: readonly Place[] = [
  { at: 'unmatched', nearest: ['logon-attempt-failed'] },
  {
    at: 'choosing',
    candidates: [{ symptomId: 'session-ended-0x3', evidence: [{ kind: 'phrase', phrase: 'has ended' }] }],
    disagree: true,
  },
  { at: 'topics' },
  { at: 'question', questionId: 'since-when' },
  { at: 'solution', solutionIds: ['sign-in-again', 'restart'] },
  { at: 'devices', devices: [aCloudPc(), frontline] },
  { at: 'confirm', device: frontline, needsApproval: true },
  { at: 'machine', why: 'no-cloud-pc' },
  { at: 'refused', refusal: { rule: 'cool-down', minutes: 12 } },
  { at: 'refused', refusal: { rule: 'status', status: 'resizing' } },
  { at: 'refused', refusal: { rule: 'not-yours' }, from: { at: 'devices', devices: [frontline] } },
  { at: 'restart', requestId: 'request-1' },
  { at: 'help-form' },
  { at: 'help-form', from: { at: 'solution', solutionIds: ['restart'] } },
  { at: 'ticket', ticketId: 'ticket-1' },
  { at: 'solved' },
  { at: 'cancelled' },
]

onEveryStore('sessions', (open) => {
  let temporary: TemporaryStore
  let sessions: Sessions

  beforeEach(async () => {
    temporary = await open()
    sessions = sessionsIn(temporary.db)
  })

  const commit = async (change: Change): Promise<boolean> =>
    (await commitIn(temporary.db, () => aTime()).commit([change])).ok
  const add = (session: Session) => commit(putNewSession(session))
  const save = (session: Session) => commit(putSession(session))

  afterEach(() => temporary.remove())

  it('gives back every field as it was added', async () => {
    const session = aSession({
      evidence: [
        { kind: 'code', code: '0x3' },
        { kind: 'phrase', phrase: 'session has ended' },
      ],
      excerpt: 'Zeile eins\nline "two" \\ \u00e9 \u{1f5a5}',
      answers: [
        { questionId: 'since-when', choice: 0 },
        { questionId: 'where', choice: 'unknown' },
      ],
      shown: ['restart', 'sign-in-again'],
      runbook: true,
      step: 4,
    })
    await add(session)
    assert.deepEqual(await sessions.find(session.id), session)
  })

  it('gives back undefined for what was never known', async () => {
    const session = aSession({ symptomId: undefined, product: undefined, evidence: [], excerpt: '' })
    await add(session)
    assert.deepEqual(await sessions.find(session.id), session)
  })

  for (const [index, place] of places.entries())
    it(`gives back place ${index + 1} of ${places.length}: ${place.at}`, async () => {
      await add(aSession({ place }))
      assert.deepEqual((await sessions.find('session-1'))?.place, place)
    })

  it('gives back a Cloud PC in every status', async () => {
    const devices = cloudPcStatuses.map((status) => aCloudPc({ id: status, status }))
    await add(aSession({ place: { at: 'devices', devices } }))
    assert.deepEqual((await sessions.find('session-1'))?.place, { at: 'devices', devices })
  })

  it('finds nothing under an id that was never given', async () => {
    assert.equal(await sessions.find('nobody'), undefined)
  })

  it('refuses a second session with the same id', async () => {
    await add(aSession())
    await assert.rejects(add(aSession({ person: hugo })))
    assert.deepEqual((await sessions.find('session-1'))?.person, ada)
  })

  it('saves the next step with everything that changed', async () => {
    const first = aSession()
    await add(first)
    const second = advance(
      first,
      { at: 'confirm', device: aCloudPc(), needsApproval: false },
      {
        answers: [{ questionId: 'since-when', choice: 1 }],
        shown: ['restart'],
        product: undefined,
        symptomId: undefined,
        runbook: true,
      },
    )
    assert.equal(await save(second), true)
    assert.deepEqual(await sessions.find(first.id), second)
  })

  it('leaves other sessions alone when one is saved', async () => {
    const other = aSession({ id: 'session-2' })
    await add(aSession())
    await add(other)
    await save(advance(aSession(), { at: 'solved' }))
    assert.deepEqual(await sessions.find(other.id), other)
  })

  for (const [what, step] of [
    ['the stored step itself', 3],
    ['a step that was passed long ago', 1],
    ['a step that skips one', 5],
  ] as const)
    it(`does not save ${what}`, async () => {
      const stored = aSession({ step: 3 })
      await add(stored)
      assert.equal(await save({ ...stored, step, place: { at: 'solved' } }), false)
      assert.deepEqual(await sessions.find(stored.id), stored)
    })

  it('does not save a session that was never added', async () => {
    assert.equal(await save(aSession({ step: 1 })), false)
    assert.equal(await sessions.find('session-1'), undefined)
  })

  it('keeps one answer when several clicks save the same step', async () => {
    const session = aSession()
    await add(session)
    const clicks = [0, 1, 2].map((choice) =>
      advance(
        session,
        { at: 'solution', solutionIds: [`of-choice-${choice}`] },
        { answers: [{ questionId: 'since-when', choice }] },
      ),
    )
    const saved = await Promise.all(clicks.map((click) => save(click)))
    assert.equal(saved.filter(Boolean).length, 1)
    assert.deepEqual(await sessions.find(session.id), clicks[saved.indexOf(true)])
  })

  it('finds the session that a person began last', async () => {
    await add(aSession({ id: 'late', createdAt: aTime(20) }))
    await add(aSession({ id: 'early', createdAt: aTime(10) }))
    await add(aSession({ id: 'of-somebody-else', person: hugo, createdAt: aTime(30) }))
    assert.equal((await sessions.latestOf(ada.id, aTime()))?.id, 'late')
  })

  it('takes the later one of two sessions begun in the same millisecond', async () => {
    for (const id of ['b', 'c', 'a']) await add(aSession({ id }))
    await save(advance(aSession({ id: 'b' }), { at: 'solved' }))
    assert.equal((await sessions.latestOf(ada.id, aTime()))?.id, 'a')
  })

  it('passes over a session that is older than asked for, and keeps one that is exactly as old', async () => {
    await add(aSession())
    assert.equal((await sessions.latestOf(ada.id, aTime()))?.id, 'session-1')
    assert.equal(await sessions.latestOf(ada.id, new Date(aTime().getTime() + 1)), undefined)
  })
})
