// When automatic restarts are stopped: the rules, their boundaries, and what a person's lift makes of them.
import assert from 'node:assert/strict'
import { type Brake, brakeRules, neverPulled, whyBrake } from '../../../src/core/policy/brake.ts'
import {
  type RestartReason,
  restartReasons,
  type RestartRequest,
  type RestartState,
  restartStates,
} from '../../../src/core/restart-request.ts'
import { aRequest, aTime, hugo } from '../../helpers/builders.ts'

const minute = 60_000
const now = aTime(3 * 3600)
const ago = (minutes: number) => new Date(now.getTime() - minutes * minute)

type Ended = { state: RestartState; reason?: RestartReason }
const failed: Ended = { state: 'failed', reason: 'action-failed' }
const done: Ended = { state: 'done' }

/** One request a minute, the last of them now; each by a person of their own, and for a symptom of its own. */
const ends = (...list: readonly Ended[]): RestartRequest[] =>
  list.map((end, at) =>
    aRequest({ ...end, symptomId: `symptom-${at}`, person: person(at), since: ago(list.length - 1 - at) }),
  )
const person = (number: number) => ({ id: `person-${number}`, name: `Person ${number}` })

const why = (requests: readonly RestartRequest[], brake: Brake = neverPulled) => whyBrake(requests, brake, now)

describe('the brake on failing restarts', () => {
  it('is pulled by three of the last five', () => {
    assert.deepEqual([brakeRules.failures, brakeRules.failingOf, brakeRules.windowMinutes], [3, 5, 60])
    assert.deepEqual(why(ends(done, failed, failed, done, failed)), { rule: 'failing', failures: 3, restarts: 5 })
  })

  it('is not pulled by two', () => {
    assert.equal(why(ends(failed, failed, done, done, done)), undefined)
    assert.equal(why(ends(failed, failed)), undefined)
  })

  it('is pulled by three where there were no more', () => {
    assert.deepEqual(why(ends(failed, failed, failed)), { rule: 'failing', failures: 3, restarts: 3 })
  })

  it('looks at the last five only, in whatever order they come', () => {
    const recovered = ends(failed, failed, failed, done, done, done)
    assert.equal(why(recovered), undefined)
    assert.equal(why(recovered.toReversed()), undefined)
    assert.deepEqual(why(ends(done, done, done, failed, failed, failed).toReversed()), {
      rule: 'failing',
      failures: 3,
      restarts: 5,
    })
  })

  it('forgets what ended an hour ago', () => {
    const at = (minutes: number) => ends(failed, failed, failed).map((one) => ({ ...one, since: ago(minutes) }))
    assert.equal(why(at(60)), undefined)
    assert.equal(why(at(59.9))?.rule, 'failing')
  })

  /** What says that restarts go wrong: not a refusal, and not one that a person took back or Graph forbade. */
  const wrong: readonly string[] = ['failed action-failed', 'failed graph-unreachable', 'unknown unclear-answer']
  for (const state of restartStates)
    it(`counts of those that are ${state} the ones that say how restarts go`, () => {
      for (const reason of [undefined, ...restartReasons]) {
        const counts = wrong.includes(`${state} ${reason}`)
        const three = Array.from({ length: 3 }, () => (reason ? { state, reason } : { state }))
        assert.equal(why(ends(...three))?.rule, counts ? 'failing' : undefined, reason)
        // What says nothing takes no place among the last five either.
        const between = [failed, failed, failed].flatMap((one) => [one, ...three])
        const hides = state === 'done'
        if (!counts) assert.equal(why(ends(...between))?.rule, hides ? undefined : 'failing', reason)
      }
    })
})

describe('the brake on a flood', () => {
  const byMany = (people: number, symptomId: string | undefined = 'gateway-error', state: RestartState = 'requested') =>
    Array.from({ length: people }, (_, at) =>
      aRequest({ person: person(at), symptomId, state, createdAt: ago(at), since: ago(at) }),
    )

  it('is pulled by ten people with one symptom, whatever became of their requests', () => {
    for (const state of restartStates)
      assert.deepEqual(why(byMany(10, 'gateway-error', state)), {
        rule: 'flood',
        symptomId: 'gateway-error',
        people: 10,
      })
  })

  it('is not pulled by nine, nor by one person who asks ten times', () => {
    assert.equal(why(byMany(9)), undefined)
    assert.equal(why(byMany(10).map((one) => ({ ...one, person: hugo }))), undefined)
  })

  it('is not pulled by ten people with nothing in common', () => {
    assert.equal(why(byMany(10).map((one, at) => ({ ...one, symptomId: `symptom-${at}` }))), undefined)
    assert.equal(why(byMany(10).map((one) => ({ ...one, symptomId: undefined }))), undefined)
  })

  it('names the symptom that most people have', () => {
    const both = [...byMany(10, 'black-screen'), ...byMany(12, 'gateway-error')]
    assert.deepEqual(why(both), { rule: 'flood', symptomId: 'gateway-error', people: 12 })
  })

  it('counts people of the last hour only', () => {
    const [first, ...others] = byMany(10)
    assert.ok(first)
    assert.equal(why([{ ...first, createdAt: ago(60), since: ago(60) }, ...others]), undefined)
  })

  it('counts when they asked, and not when all of them were approved together', () => {
    const overSevenHours = byMany(10, 'gateway-error', 'approved').map((one, at) => ({
      ...one,
      createdAt: ago(45 * at),
      since: now,
    }))
    assert.equal(why(overSevenHours), undefined)
  })

  it('says rather that restarts fail, where both is so', () => {
    assert.equal(why([...byMany(10), ...ends(failed, failed, failed)])?.rule, 'failing')
  })
})

describe('a lifted brake', () => {
  const lifted = (at: Date): Brake => ({ version: 2, why: undefined, at, by: hugo })

  it('is not pulled again by what was known when it was lifted', () => {
    const three = ends(failed, failed, failed)
    assert.equal(why(three, lifted(now)), undefined)
    assert.equal(why(three, lifted(ago(1))), undefined)
    assert.equal(why(three, lifted(ago(3)))?.rule, 'failing')
  })

  it('is not pulled again by those who asked before it was lifted, and were approved after the lift', () => {
    const waited = Array.from({ length: 10 }, (_, at) =>
      aRequest({ person: person(at), state: 'approved', createdAt: ago(11), since: now }),
    )
    assert.equal(why(waited, lifted(ago(10))), undefined)
    assert.equal(why(waited, lifted(ago(12)))?.rule, 'flood')
  })

  it('is pulled again by what happened since', () => {
    const since = ends(failed, failed, failed)
    const before = since.map((one) => ({ ...one, since: ago(30) }))
    assert.deepEqual(why([...before, ...since], lifted(ago(10))), { rule: 'failing', failures: 3, restarts: 3 })
  })
})
