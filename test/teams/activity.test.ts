// What is read of an activity: who it is from, whatever the spelling, and what was typed.
import assert from 'node:assert/strict'
import { parseActivity, typedText } from '../../src/teams/activity.ts'

const recipient = { id: '28:reconnect' }
const read = (activity: object) => parseActivity({ type: 'message', recipient, ...activity }) ?? assert.fail()

describe('an activity', () => {
  it('is from the same person in capitals', () => {
    const { from } = read({ from: { aadObjectId: 'C10DBC00-0000-4000-8000-000000000002' } })
    assert.equal(from?.aadObjectId, 'c10dbc00-0000-4000-8000-000000000002')
  })

  it('has a text without the bot’s name, however often that is mentioned, and with what is too much to be its names', () => {
    const names = Array.from({ length: 7 }, (_, at) => `<at>Bot ${at}</at>`)
    const entities = names.flatMap(
      (text) => Array(50).fill({ type: 'mention', text, mentioned: recipient }) as object[],
    )
    assert.equal(typedText(read({ text: names.join(''), entities })), names.slice(5).join(''))
  })
})
