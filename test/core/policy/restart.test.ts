// May this Cloud PC be restarted now? Each rule alone, their order, their boundaries.
import assert from 'node:assert/strict'
import fc from 'fast-check'
import { cloudPcStatuses } from '../../../src/core/cloud-pc.ts'
import { decideRestart, type RestartFacts, type RestartRules } from '../../../src/core/policy/restart.ts'
import { openStates, type RestartRequest, restartStates, spentStates } from '../../../src/core/restart-request.ts'
import { aCloudPc, aRequest } from '../../helpers/builders.ts'

const rules: RestartRules = { cooldownMinutes: 30, dailyCap: 3 }
const now = new Date('2026-03-02T12:00:00.000Z')
const minutesAgo = (minutes: number): Date => new Date(now.getTime() - minutes * 60_000)

const facts = (change: Partial<RestartFacts> = {}): RestartFacts => ({
  now,
  device: aCloudPc(),
  actionUnderWay: undefined,
  approvalMissing: false,
  byPerson: [],
  forDevice: [],
  ...change,
})

const done = (minutes: number): RestartRequest =>
  aRequest({ state: 'done', createdAt: minutesAgo(minutes), sentAt: minutesAgo(minutes) })
const dones = (count: number): RestartRequest[] => Array.from({ length: count }, () => done(300))

const decide = (change: Partial<RestartFacts>) => decideRestart(facts(change), rules)
const deny = (refusal: object) => ({ status: 'deny', refusal })

describe('decideRestart', () => {
  it('allows the restart when no rule speaks against it', () => {
    assert.deepEqual(decide({}), { status: 'allow' })
  })

  it('refuses a Cloud PC that is not among the person’s own', () => {
    assert.deepEqual(decide({ device: undefined }), deny({ rule: 'not-yours' }))
  })

  for (const status of cloudPcStatuses) {
    const fine = ['provisioned', 'failed', 'unknown'].includes(status)
    it(`${fine ? 'takes' : 'refuses'} a Cloud PC that is ${status}`, () => {
      const expected = fine ? { status: 'allow' } : deny({ rule: 'status', status })
      assert.deepEqual(decide({ device: aCloudPc({ status }) }), expected)
    })
  }

  for (const state of restartStates) {
    const open = openStates.includes(state)
    it(`${open ? 'refuses' : 'does not refuse'} for an earlier request that is ${state}`, () => {
      const before = aRequest({ state, createdAt: minutesAgo(600), sentAt: minutesAgo(600) })
      const rule = state === 'awaiting-approval' ? 'waits-for-approval' : 'under-way'
      assert.deepEqual(decide({ forDevice: [before] }), open ? deny({ rule }) : { status: 'allow' })
    })
  }

  for (const action of ['restart', 'other'] as const)
    it(`refuses while Windows 365 does something to it already: ${action}`, () => {
      assert.deepEqual(decide({ actionUnderWay: action }), deny({ rule: 'action-under-way', action }))
    })

  const coolDowns: readonly (readonly [number, number | undefined])[] = [
    [0, 30],
    [1, 29],
    [29, 1],
    [29.5, 1],
    [29.999, 1],
    [30, undefined],
    [30.001, undefined],
    [600, undefined],
  ]
  for (const [ago, wait] of coolDowns) {
    it(`${wait === undefined ? 'lets' : `makes the person wait ${wait} min`} after a restart ${ago} min ago`, () => {
      const expected = wait === undefined ? { status: 'allow' } : deny({ rule: 'cool-down', minutes: wait })
      assert.deepEqual(decide({ forDevice: [done(ago)] }), expected)
    })
  }

  it('cools down from the latest of several restarts, by whomever', () => {
    assert.deepEqual(decide({ forDevice: [done(200), done(10), done(50)] }), deny({ rule: 'cool-down', minutes: 20 }))
  })

  it('cools down from the time of sending, not of asking', () => {
    const asked = aRequest({ state: 'done', createdAt: minutesAgo(120), sentAt: minutesAgo(5) })
    assert.deepEqual(decide({ forDevice: [asked] }), deny({ rule: 'cool-down', minutes: 25 }))
  })

  it('cools down from the time of asking where the time of sending is not known', () => {
    const unsent = aRequest({ state: 'unknown', createdAt: minutesAgo(5), sentAt: undefined })
    assert.deepEqual(decide({ forDevice: [unsent] }), deny({ rule: 'cool-down', minutes: 25 }))
  })

  it('does not cool down from what restarted nothing', () => {
    for (const state of ['failed', 'declined', 'withdrawn'] as const) {
      const before = aRequest({ state, createdAt: minutesAgo(1), sentAt: minutesAgo(1) })
      assert.deepEqual(decide({ forDevice: [before] }), { status: 'allow' }, state)
    }
  })

  it('does not cool down where the rules have no cool-down', () => {
    assert.deepEqual(decideRestart(facts({ forDevice: [done(0)] }), { ...rules, cooldownMinutes: 0 }), {
      status: 'allow',
    })
  })

  it('allows restarts up to the daily cap, and none above it', () => {
    assert.deepEqual(decide({ byPerson: dones(2) }), { status: 'allow' })
    assert.deepEqual(decide({ byPerson: dones(3) }), deny({ rule: 'daily-cap', cap: 3 }))
    assert.deepEqual(decide({ byPerson: dones(4) }), deny({ rule: 'daily-cap', cap: 3 }))
  })

  it('counts for the cap what may have restarted something, and nothing else', () => {
    for (const state of restartStates) {
      const byPerson = Array.from({ length: 3 }, () => aRequest({ state }))
      const expected = spentStates.includes(state) ? deny({ rule: 'daily-cap', cap: 3 }) : { status: 'allow' }
      assert.deepEqual(decide({ byPerson }), expected, state)
    }
  })

  it('asks for approval where it is missing, only once nothing forbids the restart', () => {
    assert.deepEqual(decide({ approvalMissing: true }), { status: 'needs-approval' })
    assert.deepEqual(decide({ approvalMissing: true, byPerson: dones(3) }), deny({ rule: 'daily-cap', cap: 3 }))
  })

  it('names the first of several rules that forbid', () => {
    const change: Partial<RestartFacts> = {
      actionUnderWay: 'other',
      approvalMissing: true,
      byPerson: dones(3),
      forDevice: [aRequest({ state: 'sent', sentAt: minutesAgo(1) }), done(1)],
    }
    const device = aCloudPc({ status: 'resizing' })
    assert.deepEqual(decide({ ...change, device: undefined }), deny({ rule: 'not-yours' }))
    assert.deepEqual(decide({ ...change, device }), deny({ rule: 'status', status: 'resizing' }))
    assert.deepEqual(decide(change), deny({ rule: 'under-way' }))
    const closed = { ...change, forDevice: [done(1)] }
    assert.deepEqual(decide(closed), deny({ rule: 'action-under-way', action: 'other' }))
    const still = { ...closed, actionUnderWay: undefined }
    assert.deepEqual(decide(still), deny({ rule: 'cool-down', minutes: 29 }))
    assert.deepEqual(decide({ ...still, forDevice: [] }), deny({ rule: 'daily-cap', cap: 3 }))
    assert.deepEqual(decide({ ...still, forDevice: [], byPerson: [] }), { status: 'needs-approval' })
  })

  const request = fc
    .record({ state: fc.constantFrom(...restartStates), asked: fc.nat(1500), sent: fc.option(fc.nat(1500)) })
    .map(({ state, asked, sent }) =>
      aRequest({ state, createdAt: minutesAgo(asked), sentAt: sent === null ? undefined : minutesAgo(sent) }),
    )
  const anyFacts = fc.record({
    now: fc.constant(now),
    device: fc.option(
      fc.constantFrom(...cloudPcStatuses).map((status) => aCloudPc({ status })),
      { nil: undefined },
    ),
    actionUnderWay: fc.constantFrom(undefined, 'restart' as const, 'other' as const),
    approvalMissing: fc.boolean(),
    byPerson: fc.array(request, { maxLength: 5 }),
    forDevice: fc.array(request, { maxLength: 3 }),
  })

  it('allows only what no rule forbids', () => {
    fc.assert(
      fc.property(anyFacts, fc.integer({ min: 0, max: 120 }), fc.nat(5), (given, cooldownMinutes, dailyCap) => {
        const decision = decideRestart(given, { cooldownMinutes, dailyCap })
        if (decision.status === 'deny') return
        assert.equal(decision.status === 'needs-approval', given.approvalMissing)
        assert.ok(given.device && !/ing$|grace/.test(given.device.status))
        assert.equal(given.actionUnderWay, undefined)
        for (const { state, sentAt, createdAt } of given.forDevice) {
          assert.ok(!openStates.includes(state))
          const age = now.getTime() - (sentAt ?? createdAt).getTime()
          if (state === 'done' || state === 'unknown') assert.ok(age >= cooldownMinutes * 60_000)
        }
        assert.ok(given.byPerson.filter(({ state }) => spentStates.includes(state)).length < dailyCap)
      }),
      { numRuns: 2000 },
    )
  })

  it('forbids only by a rule that holds', () => {
    fc.assert(
      fc.property(anyFacts, (given) => {
        const decision = decideRestart(given, rules)
        if (decision.status !== 'deny') return
        const { refusal } = decision
        if (refusal.rule === 'cool-down') assert.ok(refusal.minutes >= 1 && refusal.minutes <= rules.cooldownMinutes)
        if (refusal.rule === 'daily-cap') assert.ok(given.byPerson.length >= rules.dailyCap)
        if (refusal.rule === 'under-way') assert.ok(given.forDevice.length > 0)
        if (refusal.rule === 'not-yours') assert.equal(given.device, undefined)
      }),
      { numRuns: 1000 },
    )
  })
})
