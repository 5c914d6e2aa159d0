// What the channel sends to whatever is measured: messages that people really wrote, and clicks on the cards they got.
import { randomUUID } from 'node:crypto'
import { tenantId } from '../../src/sandbox/tenant.ts'
import { pressed } from '../helpers/card-reading.ts'
import { startChannelProof } from '../helpers/channel-proof.ts'
import { messages } from '../matching/messages.ts'
import { type FarAway, type FarSide, startFarSide } from './far-side.ts'
import type { Request } from './load.ts'
import type { Setting } from './served.ts'

export type Traffic = {
  readonly far: FarSide
  readonly setting: Setting
  /** The n-th of each kind. */
  readonly message: (at: number) => Request
  readonly question: (at: number) => Request
  readonly click: (at: number) => Request
  stop(): Promise<void>
}

/** So many people take turns, so that nobody is in too much of a hurry. */
export const crowd = 900

const texts = messages.map(({ text }) => text)
/** Each time with an id of its own, so that no two are the same. */
const textAt = (at: number): string => `${texts[at % texts.length] ?? ''}\nActivity ID: ${randomUUID()}`
/** As in the far side; and how many people there are, who take turns. */
type World = FarAway & { readonly people: number }
const usual: World = { faultEvery: 0, graphMs: 0, people: crowd }

export async function startTraffic(world: Partial<World> = {}): Promise<Traffic> {
  const { people, ...away } = { ...usual, ...world }
  const far = await startFarSide(away)
  const personAt = (at: number) => `5b0a7c10-0000-4000-8000-${String(at % people).padStart(12, '0')}`
  const chatAt = (at: number) => `a:chat-${at % people}`
  const proof = await startChannelProof(far.url)
  const headers = { 'Content-Type': 'application/json; charset=utf-8', Authorization: await proof.authorization() }
  let activities = 0

  const envelope = (at: number) => ({
    id: `${Date.now()}-${++activities}`,
    timestamp: new Date().toISOString(),
    localTimestamp: new Date().toISOString(),
    channelId: 'msteams',
    serviceUrl: far.url,
    from: { id: `29:${personAt(at)}`, name: `Person ${at % people}`, aadObjectId: personAt(at) },
    conversation: { id: chatAt(at), conversationType: 'personal', tenantId },
    recipient: { id: '28:reconnect', name: 'Reconnect' },
    entities: [{ locale: 'en-GB', country: 'GB', platform: 'Windows', timezone: 'Europe/London', type: 'clientInfo' }],
    channelData: { tenant: { id: tenantId } },
    locale: 'en-GB',
  })
  const request = (activity: object): Request => ({ headers, body: JSON.stringify(activity) })
  const said = (at: number, text: string) => request({ ...envelope(at), type: 'message', textFormat: 'plain', text })

  return {
    far,
    setting: {
      appId: proof.identity.appId,
      tenantId,
      metadataUrl: proof.channel.metadataUrl,
      connectorOrigin: new URL(far.url).origin,
      graphUrl: far.graphUrl,
    },
    message: (at) => said(at, textAt(at)),
    question: (at) => said(at, '0x3'),
    click(at) {
      const held = far.cardIn(chatAt(at))
      const action = held ? { type: 'Action.Execute', ...pressed(held.card, 'Just this once', {}, {}) } : {}
      return request({
        ...envelope(at),
        type: 'invoke',
        name: 'adaptiveCard/action',
        value: { action, trigger: 'manual' },
        replyToId: held?.id ?? '',
      })
    },
    async stop() {
      far.stop()
      await proof.stop()
    },
  }
}
