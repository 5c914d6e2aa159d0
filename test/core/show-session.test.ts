// From a session to its screen: what an employee sees of a symptom, what the helpdesk sees, and where the buttons lead.
import assert from 'node:assert/strict'
import type { Solution } from '../../src/core/catalog.ts'
import { solutionsOf } from '../../src/core/dialogue.ts'
import type { Screen, ScreenKind } from '../../src/core/screens.ts'
import type { Session } from '../../src/core/session.ts'
import { triedOf } from '../../src/core/show-help-form.ts'
import { showSession } from '../../src/core/show-session.ts'
import * as texts from '../../src/core/texts.ts'
import { aCloudPc, aSession } from '../helpers/builders.ts'
import { employeeScreens, ofKind, otherPlaces, runbookScreens, show } from '../helpers/every-screen.ts'
import { realCatalog, realSymptom } from '../helpers/real-catalog.ts'
import { aSymptom, plainSolution } from '../helpers/small-catalog.ts'

const verbsOn = (screen: Screen): string[] => screen.buttons.map(({ action }) => action.verb)
const stepTexts = ({ steps }: Solution): string[] => steps.map((step) => (typeof step === 'string' ? step : step.text))
const allStrings = (value: unknown): string[] => {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(allStrings) : []
}

describe('what an employee sees', () => {
  for (const symptom of realCatalog.symptoms) {
    const { id, metBy, solutions } = symptom
    const visited = employeeScreens(id)

    it(`of ${id} is never a step of the helpdesk or of an administrator, nor advice of the past`, () => {
      const own = solutions.filter(({ audience, overtaken }) => audience === 'employee' && !overtaken)
      const mine = new Set(own.flatMap(stepTexts))
      const others = solutions.filter((solution) => !own.includes(solution))
      const foreign = others.flatMap((solution) => [
        ...stepTexts(solution).filter((text) => !mine.has(text)),
        ...solution.steps.flatMap((step) => (typeof step === 'string' ? [] : step.command.code.split('\n'))),
        ...(solution.overtaken ? [solution.overtaken, solution.summary] : []),
      ])
      for (const { screen } of visited) {
        const shown = new Set(allStrings(screen))
        assert.deepEqual(
          foreign.filter((text) => shown.has(text)),
          [],
        )
      }
    })

    it(`of ${id} is always something to do, or who will do it`, () => {
      for (const { session, screen } of visited) {
        if (screen.kind !== 'solution') continue
        const { place } = session
        const ids = place.at === 'solution' ? place.solutionIds : []
        const current = solutionsOf(symptom, ids).filter(({ overtaken }) => !overtaken)
        const employees = metBy === 'admin' ? [] : current.filter(({ audience }) => audience === 'employee')
        assert.deepEqual(
          screen.solutions.map(({ title }) => title),
          employees.map(({ title }) => title),
        )
        assert.ok(screen.solutions.length + screen.handled.length + screen.causes.length > 0)
        assert.ok(verbsOn(screen).includes('get-help'))
      }
    })

    it(`of ${id} offers a restart only where one can help`, () => {
      for (const { session, screen } of visited) {
        if (screen.kind !== 'solution') continue
        const { place } = session
        const shown = solutionsOf(symptom, place.at === 'solution' ? place.solutionIds : [])
        const helps = shown.some(({ restart, overtaken }) => restart !== 'no' && !overtaken)
        assert.equal(verbsOn(screen).includes('restart'), helps)
      }
    })

    it(`of ${id} carries the step of the session on every button`, () => {
      for (const { session, screen } of visited)
        for (const { action } of screen.buttons)
          assert.equal('ref' in action ? action.ref.step : undefined, session.step)
    })
  }

  it('of a question is every choice in its order, then "I don’t know" and the helpdesk', () => {
    const screen = ofKind(show(aSession({ place: { at: 'question', questionId: 'how-often' } })), 'question')
    assert.deepEqual(
      screen.buttons.map(({ title, action }) => [title, action.verb, action.choice]),
      [
        ['Just this once', 'answer', 0],
        ['Again and again', 'answer', 1],
        [texts.buttons.unknown, 'answer', 'unknown'],
        [texts.buttons.getHelp, 'get-help', undefined],
      ],
    )
    assert.equal(screen.why, 'Matched by error code 0x3')
  })

  it('of a symptom that only administrators meet is a plain word and the way to the helpdesk', () => {
    const admins = realCatalog.symptoms.filter(({ metBy }) => metBy === 'admin')
    assert.ok(admins.length > 0)
    for (const { id } of admins) {
      for (const { screen } of employeeScreens(id)) {
        if (screen.kind !== 'solution') continue
        assert.deepEqual(screen.causes, [{ text: texts.adminSymptom }])
        assert.deepEqual([screen.solutions, screen.handled], [[], []])
        assert.ok(verbsOn(screen).includes('get-help') && !verbsOn(screen).includes('solved'))
      }
    }
  })

  it('can go back once something was answered, and not before', () => {
    const plain = aSymptom('plain')
    const at = (answers: Session['answers']) =>
      showSession(
        aSession({ symptomId: 'plain', answers, place: { at: 'solution', solutionIds: ['fix'] } }),
        () => plain,
        [],
      )
    assert.ok(!verbsOn(at([])).includes('back'))
    assert.ok(verbsOn(at([{ questionId: 'x', choice: 0 }])).includes('back'))
  })

  it('names the restart by what it is: of the own Cloud PC, or asked of the helpdesk', () => {
    const restartTitle = (product: Session['product']) => {
      const symptom = aSymptom('plain', {
        products: ['windows-365', 'azure-vm', 'azure-virtual-desktop'],
        solutions: [plainSolution('fix', { restart: 'helps' })],
      })
      const session = aSession({ symptomId: 'plain', product, place: { at: 'solution', solutionIds: ['fix'] } })
      const screen = showSession(session, () => symptom, [])
      return screen.buttons.find(({ action }) => action.verb === 'restart')?.title
    }
    assert.equal(restartTitle('windows-365'), texts.buttons.restart)
    assert.equal(restartTitle(undefined), texts.buttons.restart)
    assert.equal(restartTitle('azure-vm'), texts.buttons.restartMachine)
    assert.equal(restartTitle('azure-virtual-desktop'), texts.buttons.restartMachine)
  })
})

describe('what the helpdesk sees', () => {
  for (const { id, causes, solutions } of realCatalog.symptoms) {
    const parts = runbookScreens(id).map(({ screen }) => ofKind(screen, 'runbook'))

    it(`of ${id} is every solution and every cause over its parts, each once`, () => {
      const shown = parts.flatMap((part) => part.solutions.map(({ title }) => title))
      assert.deepEqual([...shown].sort(), solutions.map(({ title }) => title).sort())
      assert.equal(parts.flatMap((part) => part.causes).length, causes.length)
      for (const { steps, title } of solutions) {
        const view = parts.flatMap((part) => part.solutions).find((solution) => solution.title === title)
        assert.equal(view?.steps.length, steps.length, title)
      }
    })

    it(`of ${id} marks what has been overtaken`, () => {
      const marked = parts.flatMap((part) => part.solutions.filter(({ overtaken }) => overtaken !== ''))
      assert.deepEqual(
        marked.map(({ title }) => title).sort(),
        solutions.flatMap(({ title, overtaken }) => (overtaken ? [title] : [])).sort(),
      )
    })

    it(`of ${id} leads to every part by the buttons of the parts`, () => {
      const reached = new Set([0])
      for (const page of reached)
        for (const { action } of parts[page]?.buttons ?? [])
          if (action.verb === 'page') reached.add(Number(action.choice))
      assert.deepEqual(
        [...reached].sort((a, b) => a - b),
        [...parts.keys()],
      )
    })
  }

  it('never offers the part that is shown already', () => {
    for (const { id } of realCatalog.symptoms)
      runbookScreens(id).forEach(({ screen }, page) => {
        assert.ok(
          screen.buttons.every(({ action }) => action.verb !== 'page' || action.choice !== page),
          id,
        )
      })
  })
})

describe('a screen', () => {
  const kinds: Partial<Record<Session['place']['at'], ScreenKind>> = {
    unmatched: 'unknown',
    choosing: 'choose',
    refused: 'notice',
    solved: 'notice',
    cancelled: 'notice',
  }
  for (const place of otherPlaces) {
    it(`at ${JSON.stringify(place).slice(0, 70)} is of its kind`, () => {
      assert.equal(show(aSession({ place })).kind, kinds[place.at] ?? place.at)
    })
  }

  it('says that the card is too old when its symptom or question is gone', () => {
    const places: readonly Session['place'][] = [
      { at: 'question', questionId: 'how-often' },
      { at: 'solution', solutionIds: ['restart'] },
      { at: 'runbook', page: 0 },
    ]
    for (const place of places) {
      const screen = showSession(aSession({ place }), () => undefined, [])
      assert.equal(screen.title, texts.expired.title, place.at)
    }
    const gone = show(aSession({ place: { at: 'question', questionId: 'gone' } }))
    assert.equal(gone.title, texts.expired.title)
  })

  it('of choices says why each one is offered, and lets all of them go', () => {
    const candidates = ['session-ended-0x3', 'gateway-error'].map((symptomId) => ({
      symptomId,
      evidence: [{ kind: 'phrase', phrase: `words of ${symptomId}` } as const],
    }))
    const screen = ofKind(show(aSession({ place: { at: 'choosing', candidates, disagree: false } })), 'choose')
    assert.deepEqual(
      screen.options.map(({ title, why }) => [title, why]),
      candidates.map(({ symptomId }) => [realSymptom(symptomId).title, `Matched by the words “words of ${symptomId}”`]),
    )
    assert.deepEqual(
      screen.buttons.map(({ action }) => action.choice),
      [0, 1, 'none', undefined],
    )
  })

  it('of an unknown text leads to the guesses, the topics and the helpdesk', () => {
    const nearest = ['gateway-error', 'android-2607']
    const screen = ofKind(show(aSession({ place: { at: 'unmatched', nearest } })), 'unknown')
    assert.deepEqual(verbsOn(screen), ['pick', 'pick', 'topics', 'get-help'])
  })

  it('of an empty text asks for words', () => {
    const screen = ofKind(show(aSession({ place: { at: 'unmatched', nearest: [] }, excerpt: '' })), 'unknown')
    assert.equal(screen.body, texts.unknown.empty)
  })

  it('of the topics lists every symptom', () => {
    const { options } = ofKind(show(aSession({ place: { at: 'topics' } })), 'topics')
    assert.deepEqual(
      options.map(({ value }) => value),
      realCatalog.symptoms.map(({ id }) => id),
    )
  })

  it('warns before a restart, the more so where others are signed in or nothing will happen at once', () => {
    const bodyOf = (change: Parameters<typeof aCloudPc>[0], needsApproval = false) =>
      ofKind(show(aSession({ place: { at: 'confirm', device: aCloudPc(change), needsApproval } })), 'confirm')
    assert.equal(bodyOf({}).warning, texts.confirm.warning)
    assert.equal(bodyOf({}).body, texts.confirm.body)
    assert.equal(bodyOf({ frontline: true }).body, texts.confirm.frontline)
    assert.equal(bodyOf({ frontline: true, power: 'off' }).body, texts.confirm.off)
    assert.equal(bodyOf({}, true).body, `${texts.confirm.approval} ${texts.confirm.body}`)
  })

  it('of a question leads back to the one before it, where there is one', () => {
    const [first, second] = realSymptom('sign-in-method-not-allowed').questions
    assert.ok(first && second)
    const session = {
      symptomId: 'sign-in-method-not-allowed',
      place: { at: 'question', questionId: second.id },
    } as const
    assert.equal(verbsOn(show(aSession({ ...session, answers: [] }))).at(-1), 'get-help')
    const answers = [{ questionId: first.id, choice: 0 }]
    assert.equal(verbsOn(show(aSession({ ...session, answers }))).at(-1), 'back')
  })

  it('before a restart leads back to where it was asked for, and to an end where that was nowhere', () => {
    const from = { at: 'solution', solutionIds: ['restart'] } as const
    const device = aCloudPc()
    const places = [
      { at: 'devices', devices: [device, device] },
      { at: 'confirm', device, needsApproval: false },
      { at: 'machine', why: 'asked' },
      { at: 'help-form' },
    ] as const
    for (const place of places) {
      assert.equal(verbsOn(show(aSession({ place }))).at(-1), 'cancel-session', place.at)
      assert.equal(verbsOn(show(aSession({ place: { ...place, from } }))).at(-1), 'back', place.at)
    }
    const refused = { at: 'refused', refusal: { rule: 'not-yours' } } as const
    assert.deepEqual(verbsOn(show(aSession({ place: refused }))), ['get-help', 'solved'])
    assert.deepEqual(verbsOn(show(aSession({ place: { ...refused, from } }))), ['get-help', 'solved', 'back'])
  })

  it('before a ticket shows what will be sent', () => {
    const session = aSession({
      place: { at: 'help-form' },
      answers: [{ questionId: 'how-often', choice: 1 }],
      shown: ['restart', 'size-up'],
    })
    const screen = ofKind(show(session), 'help-form')
    const values = screen.rows.map(({ value }) => value)
    assert.ok(values.includes('Again and again'))
    assert.ok(values.includes('Restart your Cloud PC'))
    assert.equal(screen.quote, session.excerpt)
  })
})

describe('triedOf', () => {
  const symptom = realSymptom('session-ended-0x3')

  it('names what the person was shown and could do', () => {
    assert.deepEqual(triedOf(aSession({ shown: ['connect-again', 'restart', 'size-up'] }), symptom), [
      'Wait a minute, then connect again',
      'Restart your Cloud PC',
    ])
  })

  it('names nothing for who reads the runbook', () => {
    assert.deepEqual(triedOf(aSession({ shown: ['restart'], runbook: true }), symptom), [])
  })
})
