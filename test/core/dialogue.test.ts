// Every way through every symptom's questions, and the rules of a single step.
import assert from 'node:assert/strict'
import {
  answer,
  answersInWords,
  currentQuestion,
  productOf,
  restartCanHelp,
  solutionsOf,
  startSymptom,
  takeBack,
} from '../../src/core/dialogue.ts'
import type { Session } from '../../src/core/session.ts'
import { aSession } from '../helpers/builders.ts'
import { realCatalog, realSymptom } from '../helpers/real-catalog.ts'
import { aSymptom, plainSolution } from '../helpers/small-catalog.ts'
import { everySession, nextSessions } from '../helpers/walk.ts'

const fresh = aSession({ place: { at: 'unmatched', nearest: [] }, symptomId: undefined, product: undefined })

/** Without what only ever grows. */
const standing = (session: Session): Session => ({ ...session, step: 0, shown: [] })

describe('every way through a symptom', () => {
  for (const symptom of realCatalog.symptoms) {
    const sessions = everySession(symptom, fresh)

    it(`of ${symptom.id} ends in a solution after at most three questions`, () => {
      for (const session of sessions) {
        const { place, answers } = session
        assert.ok(answers.length <= 3)
        if (place.at === 'question') assert.ok(nextSessions(session, symptom).length >= 3, place.questionId)
        else assert.equal(place.at, 'solution')
        if (place.at === 'solution') {
          assert.ok(place.solutionIds.length > 0)
          assert.equal(solutionsOf(symptom, place.solutionIds).length, place.solutionIds.length)
        }
      }
      assert.ok(sessions.some(({ place }) => place.at === 'solution'))
    })

    it(`of ${symptom.id} leads on for who does not know`, () => {
      for (const session of sessions.filter(({ place }) => place.at === 'question')) {
        const next = answer(session, symptom, 'unknown')
        assert.ok(next)
        assert.ok(next.place.at === 'question' || next.place.at === 'solution')
        assert.notDeepEqual(next.place, session.place)
        assert.equal(next.step, session.step + 1)
      }
    })

    it(`of ${symptom.id} goes back answer by answer`, () => {
      for (const session of sessions) {
        for (const next of nextSessions(session, symptom)) {
          const back = takeBack(next, symptom)
          assert.ok(back)
          assert.deepEqual(standing(back), standing(session))
          assert.equal(back.step, next.step + 1)
          assert.deepEqual(back.shown, next.shown)
        }
      }
      assert.equal(takeBack(startSymptom(fresh, symptom), symptom), undefined)
    })

    it(`of ${symptom.id} knows no other answers than the card has`, () => {
      for (const session of sessions) {
        const count = currentQuestion(session, symptom)?.choices.length ?? 0
        for (const choice of [count, count + 7, -1, 0.5, Number.NaN, Infinity])
          assert.equal(answer(session, symptom, choice), undefined)
        if (count === 0) assert.equal(answer(session, symptom, 'unknown'), undefined)
      }
    })

    it(`of ${symptom.id} reaches every question and every solution`, () => {
      const asksNobody = symptom.metBy === 'admin' // an employee has no answers to an administrator's questions
      const asked = new Set(sessions.flatMap(({ place }) => (place.at === 'question' ? [place.questionId] : [])))
      assert.deepEqual([...asked].sort(), asksNobody ? [] : symptom.questions.map(({ id }) => id).sort())
      const shown = new Set(sessions.flatMap(({ place }) => (place.at === 'solution' ? place.solutionIds : [])))
      assert.deepEqual([...shown].sort(), symptom.solutions.map(({ id }) => id).sort())
    })
  }
})

const symptom = aSymptom('tree', {
  products: ['windows-365', 'azure-vm'],
  questions: [
    {
      id: 'machine',
      text: 'Which machine?',
      choices: [
        { text: 'Cloud PC', product: 'windows-365', leads: { ask: 'again' } },
        { text: 'VM', product: 'azure-vm', leads: { show: ['two'] } },
      ],
      unknown: { ask: 'again' },
    },
    {
      id: 'again',
      text: 'Again?',
      choices: [
        { text: 'Yes', leads: { show: ['one', 'two'] } },
        { text: 'No', leads: { show: ['one'] } },
      ],
      unknown: { show: ['two'] },
    },
  ],
  solutions: [plainSolution('one', { restart: 'helps' }), plainSolution('two')],
})

const after = (...choices: readonly (number | 'unknown')[]): Session =>
  choices.reduce(
    (session, choice) => {
      const next = answer(session, symptom, choice)
      assert.ok(next)
      return next
    },
    startSymptom(fresh, symptom),
  )

describe('startSymptom', () => {
  it('asks the first question and forgets what was answered before', () => {
    const session = startSymptom({ ...after(0, 0), step: 9 }, symptom)
    assert.deepEqual(session.place, { at: 'question', questionId: 'machine' })
    assert.deepEqual(session.answers, [])
    assert.deepEqual(session.shown, [])
    assert.equal(session.product, undefined)
    assert.equal(session.step, 10)
  })

  it('shows every solution where there is nothing to ask', () => {
    const plain = aSymptom('plain', { solutions: [plainSolution('one'), plainSolution('two')] })
    const session = startSymptom(fresh, plain)
    assert.deepEqual(session.place, { at: 'solution', solutionIds: ['one', 'two'] })
    assert.deepEqual(session.shown, ['one', 'two'])
  })

  it('settles the machine where a symptom has one only', () => {
    assert.equal(startSymptom(fresh, aSymptom('plain')).product, 'windows-365')
  })

  it('asks nothing of who gets the runbook', () => {
    const session = startSymptom({ ...fresh, runbook: true }, symptom)
    assert.deepEqual(session.place, { at: 'runbook', page: 0 })
    assert.equal(answer(session, symptom, 0), undefined)
    assert.equal(takeBack(session, symptom), undefined)
  })

  it('leaves the session that it starts from as it was', () => {
    const before = structuredClone(fresh)
    startSymptom(fresh, symptom)
    assert.deepEqual(fresh, before)
  })
})

describe('an answer', () => {
  it('settles the machine where it is about one, and keeps it from then on', () => {
    assert.equal(after(1).product, 'azure-vm')
    assert.equal(after(0, 1).product, 'windows-365')
    assert.equal(after('unknown', 1).product, undefined)
  })

  it('is remembered in the order of asking', () => {
    assert.deepEqual(after('unknown', 1).answers, [
      { questionId: 'machine', choice: 'unknown' },
      { questionId: 'again', choice: 1 },
    ])
  })

  it('adds the solutions that it shows to those shown before, each once', () => {
    const back = takeBack(after(0, 1), symptom)
    assert.ok(back)
    assert.deepEqual(answer(back, symptom, 0)?.shown, ['one', 'two'])
  })

  it('fits only a session that stands at a question', () => {
    const places: readonly Session['place'][] = [
      { at: 'solution', solutionIds: ['one'] },
      { at: 'help-form' },
      { at: 'topics' },
      { at: 'solved' },
      { at: 'question', questionId: 'never-asked' },
    ]
    for (const place of places) assert.equal(answer({ ...fresh, place }, symptom, 0), undefined, place.at)
  })
})

describe('takeBack', () => {
  it('takes the settled machine back too', () => {
    assert.equal(takeBack(after(1), symptom)?.product, undefined)
  })

  it('fits only a session that stands at a question or a solution', () => {
    for (const at of ['help-form', 'topics', 'solved', 'cancelled'] as const)
      assert.equal(takeBack({ ...after(0), place: { at } }, symptom), undefined, at)
  })
})

describe('what a session tells others', () => {
  it('puts the answers into words', () => {
    assert.deepEqual(answersInWords(after('unknown', 1), symptom, 'No idea'), [
      { question: 'Which machine?', answer: 'No idea' },
      { question: 'Again?', answer: 'No' },
    ])
  })

  it('leaves out answers to questions that the catalog has no more', () => {
    const session = { ...fresh, answers: [{ questionId: 'gone', choice: 0 }] }
    assert.deepEqual(answersInWords(session, symptom, '?'), [])
  })

  it('knows the machine of a symptom that has one only, without any answer', () => {
    assert.equal(productOf(fresh, aSymptom('plain')), 'windows-365')
    assert.equal(productOf(fresh, symptom), undefined)
    assert.equal(productOf({ ...fresh, product: 'azure-vm' }, symptom), 'azure-vm')
    assert.equal(productOf(fresh, undefined), undefined)
  })

  it('keeps solutions in the order of the answer, and skips those that are gone', () => {
    assert.deepEqual(
      solutionsOf(symptom, ['two', 'gone', 'one']).map(({ id }) => id),
      ['two', 'one'],
    )
  })

  it('offers a restart where one solution of today says that it can help', () => {
    const of = (change: object) => aSymptom('x', { solutions: [plainSolution('fix', change)] }).solutions
    assert.equal(restartCanHelp(of({ restart: 'helps' })), true)
    assert.equal(restartCanHelp(of({ restart: 'may-help' })), true)
    assert.equal(restartCanHelp(of({ restart: 'no' })), false)
    assert.equal(restartCanHelp(of({ restart: 'helps', audience: 'helpdesk', overtaken: 'Long gone.' })), false)
    assert.equal(restartCanHelp([]), false)
  })

  it('offers a restart for a busy processor, and none for a missing role', () => {
    assert.ok(restartCanHelp(realSymptom('session-ended-0x3').solutions))
    assert.ok(!restartCanHelp(realSymptom('account-prevented-from-device').solutions))
  })
})
