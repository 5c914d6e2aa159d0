// What somebody who forges a token would put into the body.
import { randomUUID } from 'node:crypto'
import { people } from '../../src/sandbox/tenant.ts'
import { around } from './activities.ts'

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
