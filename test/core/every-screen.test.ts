// What holds of every screen that anybody can come to.
import assert from 'node:assert/strict'
import { listNames } from '../../src/core/actions.ts'
import { helpButton } from '../../src/core/show-notice.ts'
import type { Screen } from '../../src/core/screens.ts'
import { aSession, aTicket } from '../helpers/builders.ts'
import { barOf, buttonsOn, everyScreen, sentFrom } from '../helpers/every-screen.ts'

const mostButtons = 6

describe('every screen', () => {
  it('has six buttons at most under the card, with those that open a form, and as many in what they open', () => {
    for (const { name, screen } of everyScreen) {
      assert.ok(barOf(screen).length <= mostButtons, `${name}: ${barOf(screen).join(', ')}`)
      for (const { buttons } of 'more' in screen ? screen.more : []) assert.ok(buttons.length <= mostButtons, name)
    }
  })

  it('says what it is about, to eyes and to ears', () => {
    for (const { name, screen } of everyScreen) {
      assert.ok(screen.summary.trim() !== '', name)
      assert.ok(screen.title.trim() !== '', name)
    }
  })

  it('has no button without words, and no two with the same', () => {
    for (const { name, screen } of everyScreen) {
      for (const titles of [barOf(screen), buttonsOn(screen).map(({ title }) => title)]) {
        assert.ok(
          titles.every((title) => title.trim() !== ''),
          name,
        )
        assert.equal(new Set(titles).size, titles.length, `${name}: ${titles.join(', ')}`)
      }
    }
  })

  it('has a way to the helpdesk, unless it is one or is for the helpdesk, or points to a newer card', () => {
    for (const { name, screen } of everyScreen) {
      const isForHelpdesk = screen.kind === 'ticket-channel' || name.startsWith('helpdesk')
      if (screen.kind === 'help-form' || isForHelpdesk || name.endsWith(', moved')) continue
      const verbs = buttonsOn(screen).map(({ action }) => (action.on === 'command' ? action.choice : action.verb))
      // A list that goes over pages leads there by each of its tickets: the card has no room for more.
      const byTicket = verbs.includes('list') ? ['show-ticket'] : []
      const ways = ['get-help', 'not-connected', 'help-again', 'comment', ...byTicket]
      assert.ok(
        verbs.some((verb) => ways.includes(verb)),
        `${name}: ${verbs.join(', ')}`,
      )
    }
  })

  it('leads on from where a session stands, unless it is over or the bot is at work', () => {
    const over = /^\{"at":"(solved|cancelled)"/
    for (const { name, screen } of everyScreen)
      if (/^(\{|[a-z0-9-]+, [[{])/.test(name) && !over.test(name)) assert.ok(buttonsOn(screen).length > 0, name)
  })

  it('carries on its buttons the id, the nonce and the step of its record, and no more', () => {
    const session = aSession()
    const ticket = aTicket()
    for (const { name, screen } of everyScreen) {
      for (const { title, action } of sentFrom(screen)) {
        if (action.on === 'command') {
          const wanted = name.startsWith('helpdesk')
            ? { ...helpButton.action, choice: 'lift-brake' }
            : helpButton.action
          assert.deepEqual(action, wanted, name)
          continue
        }
        if (action.on === 'list') {
          assert.deepEqual(Object.keys(action).sort(), ['choice', 'id', 'on', 'verb'], name)
          assert.ok(listNames.includes(action.id) && Number.isInteger(action.choice), name)
          continue
        }
        assert.deepEqual(Object.keys(action.ref).sort(), ['id', 'nonce', 'step'], name)
        if (action.on === 'session') {
          assert.equal(action.ref.id, session.id, name)
          assert.equal(action.ref.nonce, session.nonce, name)
        } else if (action.verb !== 'show-ticket')
          assert.deepEqual(action.ref, { id: ticket.id, nonce: ticket.nonce, step: ticket.version }, name)
        const choices = ['number', 'string', 'undefined']
        assert.ok(choices.includes(typeof action.choice), `${name}: ${title}`)
      }
    }
  })

  it('holds nothing that did not get its value', () => {
    for (const { name, screen } of everyScreen)
      for (const text of wordsOf(screen)) assert.doesNotMatch(text, /undefined|\[object|NaN|null/, name)
  })
})

const wordsOf = (value: unknown): string[] => {
  if (typeof value === 'string') return [value]
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(wordsOf) : []
}

const kinds = (screens: readonly { screen: Screen }[]) => new Set(screens.map(({ screen }) => screen.kind))

describe('the screens that are looked at here', () => {
  it('are of every kind but the two that stand at the beginning', () => {
    const found = kinds(everyScreen)
    assert.equal(found.size, 15, [...found].join())
    assert.ok(!found.has('welcome') && !found.has('help'))
  })
})
