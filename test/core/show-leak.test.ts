// What is said of a secret: which kinds there were, in a sentence, and only where there was one.
import assert from 'node:assert/strict'
import { showLeak, tellOfLeak } from '../../src/core/show-leak.ts'
import { showNotice } from '../../src/core/show-notice.ts'
import * as texts from '../../src/core/texts.ts'
import { aSession } from '../helpers/builders.ts'
import { ofKind, show } from '../helpers/every-screen.ts'

describe('a leak', () => {
  const unknown = show(aSession({ place: { at: 'unmatched', nearest: [] } }))

  it('adds one line to the card, and nothing where there was none', () => {
    assert.deepEqual(tellOfLeak(unknown, ['password']), { ...unknown, leak: texts.leak.pasted(['password']) })
    assert.equal(tellOfLeak(unknown, []), unknown)
    assert.equal(ofKind(unknown, 'unknown').leak, '')
  })

  it('says nothing on a card that has no place for it', () => {
    const notice = showNotice(texts.solved)
    assert.equal(tellOfLeak(notice, ['password']), notice)
  })

  it('names what it was, one or several', () => {
    assert.match(
      texts.leak.pasted(['key']),
      /hold a secret key\. I’ve blacked it out .* Please change it, and delete your message, which Teams still shows\.$/,
    )
    assert.match(texts.leak.pasted(['password', 'key']), /hold a password and a secret key\. I’ve blacked them out/)
    assert.match(texts.leak.typed(['password', 'code', 'token']), /a password, a PIN or a code and an access token\. /)
  })

  it('is a warning of its own for what was typed on a card', () => {
    const screen = ofKind(showLeak(['password']), 'notice')
    assert.equal(screen.tone, 'warning')
    assert.equal(screen.body, texts.leak.typed(['password']))
  })
})
