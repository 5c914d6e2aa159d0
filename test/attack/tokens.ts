// Every forged token with every kind of body: all are refused, and nothing in the bot moves.
import { randomUUID } from 'node:crypto'
import { people } from '../../src/sandbox/tenant.ts'
import { startEavesdropper } from './eavesdropper.ts'
import { forgedTokens } from './forged-tokens.ts'
import type { Outcome } from './outcome.ts'
import { atOnce, post } from './raw.ts'
import { around, type UnderAttack } from './under-attack.ts'

/** What somebody would like to have done in the name of a member of the helpdesk. */
export function wishes(serviceUrl: string): readonly { readonly name: string; readonly body: string }[] {
  const activity = (name: string, change: object) => ({
    name,
    body: JSON.stringify({ ...around(serviceUrl, people.ben.id), ...change }),
  })
  const invoke = (name: string, value: object = {}) => activity(name, { type: 'invoke', name, value })
  const member = { id: '29:new', aadObjectId: randomUUID() }
  return [
    activity('a message', { type: 'message', text: 'Error code: 0x3' }),
    activity('a command', {
      type: 'message',
      text: 'set up helpdesk here',
      conversation: { id: '19:x@thread.tacv2', conversationType: 'channel' },
    }),
    activity('a submit', { type: 'message', value: { verb: 'command', id: 'notice', choice: 'restart' } }),
    invoke('adaptiveCard/action', { action: { data: { verb: 'command', id: 'notice', choice: 'restart' } } }),
    invoke('task/fetch'),
    invoke('signin/verifyState', { state: '1' }),
    invoke('signin/tokenExchange', { token: 'x' }),
    invoke('composeExtension/query'),
    invoke('fileConsent/invoke'),
    activity('an installation', { type: 'installationUpdate', action: 'add' }),
    activity('a removal', { type: 'installationUpdate', action: 'remove' }),
    activity('a member', { type: 'conversationUpdate', membersAdded: [member] }),
    activity('a reaction', { type: 'messageReaction', reactionsAdded: [{ type: 'like' }] }),
    activity('an edit', { type: 'messageUpdate', text: 'restart' }),
    activity('an event', { type: 'event', name: 'continueConversation' }),
    activity('the emulator', { type: 'message', channelId: 'emulator', text: 'restart' }),
    activity('no address', { type: 'message', serviceUrl: '', text: 'restart' }),
    { name: 'no activity', body: '{"foo":1}' },
    { name: 'broken JSON', body: '{"type":' },
    { name: 'a list', body: '[]' },
  ]
}

export async function tokens(bot: UnderAttack): Promise<Outcome> {
  const ear = await startEavesdropper()
  const forgeries = await forgedTokens(bot.proof, bot.otherKeys, ear.url)
  const before = await bot.dump()
  const { turns } = await bot.tell()
  const sent = () => bot.connector.arrived('post') + bot.connector.arrived('update') + bot.gate.posts.length
  const sentBefore = sent()
  const faults: string[] = []
  let refused = 0
  let worstMs = 0
  const all = forgeries.flatMap((forgery) => wishes(bot.connector.url).map((wish) => ({ forgery, wish })))
  await atOnce(all, 10, async ({ forgery, wish }) => {
    const { status, ms } = await post(bot.port, forgery.headers, wish.body)
    worstMs = Math.max(worstMs, ms)
    if (status === forgery.status) refused++
    else faults.push(`${forgery.name} with ${wish.name}: ${status}`)
  })
  const ran = (await bot.tell()).turns - turns
  const isSame = (await bot.dump()) === before
  const effects = ran + (sent() - sentBefore) + (isSame ? 0 : 1) + ear.heard()
  await ear.stop()
  if (effects > 0) faults.push(`${ran} turns ran, the store is ${isSame ? 'the same' : 'another'}`)
  return {
    name: `${forgeries.length} forged tokens x ${wishes('').length} bodies`,
    requests: all.length,
    refused,
    letIn: all.length - refused,
    effects,
    worstMs,
    faults,
  }
}
