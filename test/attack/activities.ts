// Activities as the channel sends them, of people whom nobody knows.
import { randomUUID } from 'node:crypto'
import { tenantId } from '../../src/sandbox/tenant.ts'

/** Somebody whom nobody knows. */
export const somebody = (at: number): string => `5b0a7c10-0000-4000-9000-${String(at).padStart(12, '0')}`

/** What is around a genuine activity, of a person in their own chat with the bot. */
export const around = (serviceUrl: string, personId: string) => ({
  id: randomUUID(),
  timestamp: new Date().toISOString(),
  channelId: 'msteams',
  serviceUrl,
  from: { id: `29:${personId}`, name: 'Somebody', aadObjectId: personId },
  conversation: { id: `a:${personId}`, conversationType: 'personal', tenantId },
  recipient: { id: '28:reconnect', name: 'Reconnect' },
  channelData: { tenant: { id: tenantId } },
})

export const typed = (serviceUrl: string, personId: string, text: string) => ({
  ...around(serviceUrl, personId),
  type: 'message',
  text,
  textFormat: 'plain',
})
