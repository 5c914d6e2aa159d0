// Masks are not tried where the sign of what they look for is missing: that saves time, and changes nothing.
import assert from 'node:assert/strict'
import { piecesOf } from '../../src/core/redact/pieces.ts'
import { plainText } from '../../src/core/redact/plain.ts'
import { masksFor } from '../../src/core/redact/redact.ts'
import { hostileTexts } from '../helpers/hostile.ts'
import { messages } from '../matching/messages.ts'
import { configuredNames, harmless, later, secrets } from './samples.ts'

describe('the signs of masks', () => {
  const masks = masksFor(configuredNames)
  const withoutSigns = masks.map(({ shows, leak, pattern, fits }) => ({
    shows,
    pattern,
    ...(leak && { leak }),
    ...(fits && { fits }),
  }))
  const written = [
    ...[...secrets, ...harmless, ...later].map(({ plain }) => plain),
    ...messages.map(({ text }) => plainText(text)),
    ...hostileTexts(300).map(plainText),
  ]

  it('stand where the masks find something, however it is written', () => {
    assert.ok(masks.some(({ sign }) => sign))
    for (const text of [
      ...written,
      ...written.map((one) => one.toUpperCase()),
      ...written.map((one) => one.toLowerCase()),
    ])
      assert.deepEqual(piecesOf(text, masks).map(shown), piecesOf(text, withoutSigns).map(shown), text)
  })

  it('are missing in most of what people write about errors', () => {
    const tried = ({ text }: { text: string }) => masks.filter(({ sign }) => sign?.test(text)).length
    const most = masks.filter(({ sign }) => sign).length
    assert.ok(messages.filter((message) => tried(message) < most / 2).length > messages.length / 2)
  })
})

const shown = ({ text, shows }: { readonly text: string; readonly shows?: string | undefined }) => [text, shows]
