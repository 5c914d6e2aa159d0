// The cards of the catalog as it ships: every way through every symptom keeps to what Teams takes.
import assert from 'node:assert/strict'
import type { Renderer } from '../../src/cards/render.ts'
import type { Screen } from '../../src/core/screens.ts'
import { showTicketInChannel } from '../../src/core/show-ticket.ts'
import { aRequest, aSession, aTicket, hugo, mira } from '../helpers/builders.ts'
import { faultsOf } from '../helpers/card-rules.ts'
import { loadCards } from '../helpers/card-samples.ts'
import { schemaFaults } from '../helpers/card-schema.ts'
import { everyScreen, show, viewers } from '../helpers/every-screen.ts'
import { realCatalog } from '../helpers/real-catalog.ts'
import { everySession } from '../helpers/walk.ts'

let render: Renderer
before(async () => {
  render = await loadCards()
})

/** As long as the store makes them, with evidence as long as it gets. */
const start = aSession({
  id: 'kQ3vJx1mT8yPz0RwN5uEaA',
  nonce: 'b7LdH2sFgC9oXiVqK4tMeQ',
  evidence: [
    { kind: 'code', code: '0x3000046' },
    {
      kind: 'phrase',
      phrase: 'We couldn’t connect because there are currently no available resources, try again later',
    },
  ],
  answers: [],
  shown: [],
})

/** As many of the helpdesk as the bot asks Graph for. */
const crew = Array.from({ length: 20 }, (_, at) => ({
  id: `3f1d2c5e-0001-4a7b-9c3d-5e6f7a8b9c${at + 10}`,
  name: `Maximiliane Wallenstein-Hohenfels ${at}`,
}))

/** As much as fits into an input. */
const longText = 'Please try again at ten. '.repeat(40)

function assertUsable(screen: Screen, what: string): void {
  const card = render(screen)
  assert.deepEqual([...schemaFaults(card), ...faultsOf(card)], [], what)
  assert.ok(!JSON.stringify(card).includes('${'), what)
}

describe('the cards of the catalog', () => {
  for (const symptom of realCatalog.symptoms) {
    it(`are usable at every question and every end of ${symptom.id}`, () => {
      const ways = everySession(symptom, start)
      assert.ok(ways.length > 0)
      for (const session of ways) assertUsable(show(session), JSON.stringify(session.answers))
    })

    it(`are usable in every part of the runbook of ${symptom.id}`, () => {
      const [first] = everySession(symptom, { ...start, runbook: true })
      assert.ok(first)
      const parts = partsOf(first.place.at === 'runbook' ? show(first) : undefined)
      for (let page = 0; page < parts; page++) {
        const screen = show({ ...first, place: { at: 'runbook', page } })
        assert.equal(screen.kind, 'runbook')
        assertUsable(screen, `part ${page + 1} of ${parts}`)
      }
    })

    it(`are usable on the helpdesk's ticket about ${symptom.id}`, () => {
      const facts = { ...aTicket().facts, symptomId: symptom.id, excerpt: longText.slice(0, 800) }
      const ticket = aTicket({ id: `${start.id}.4`, nonce: start.nonce, facts })
      const parts = {
        symptom,
        request: aRequest({ state: 'awaiting-approval' }),
        colleagues: crew,
        onCall: mira,
        viewers: [],
      }
      for (const viewer of viewers) {
        const view = viewer?.name ?? 'everybody'
        assertUsable(showTicketInChannel(ticket, { ...parts, viewer }), `new, to ${view}`)
        const typed = { verb: 'reply', text: longText } as const
        const late = { ...parts, viewer, notice: 'Somebody was first.', typed }
        assertUsable(showTicketInChannel(talkedAbout(ticket), late), `late, to ${view}`)
      }
    })
  }
})

/** "Part 1 of 10" */
const partsOf = (screen: Screen | undefined): number =>
  screen?.kind === 'runbook' ? Number(/ of (\d+)$/.exec(screen.part)?.[1] ?? 1) : 0

const talkedAbout = (ticket: ReturnType<typeof aTicket>) => {
  const event = { at: new Date(0), actor: hugo, kind: 'reply', text: longText } as const
  return { ...ticket, owner: hugo, state: 'taken' as const, events: Array.from({ length: 9 }, () => event) }
}

describe('the cards of restarts, tickets and everything else', () => {
  it('are usable in every state', () => {
    for (const { name, screen } of everyScreen) assertUsable(screen, name)
  })
})
