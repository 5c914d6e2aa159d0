// Records as they occur in practice, for tests that need one and care about a few fields of it only.
import type { CloudPc } from '../../src/core/cloud-pc.ts'
import type { Person } from '../../src/core/people.ts'
import type { RestartRequest } from '../../src/core/restart-request.ts'
import type { Session } from '../../src/core/session.ts'
import type { Ticket } from '../../src/core/ticket.ts'

export const ada: Person = { id: '3f1d2c5e-0001-4a7b-9c3d-5e6f7a8b9c01', name: 'Ada Okafor' }
export const hugo: Person = { id: '3f1d2c5e-0002-4a7b-9c3d-5e6f7a8b9c02', name: 'Hugo Lindqvist' }
export const mira: Person = { id: '3f1d2c5e-0003-4a7b-9c3d-5e6f7a8b9c03', name: 'Mira Sandoval' }

/** The time at which everything here was created, and a time some seconds from it. */
export const aTime = (seconds = 0): Date => new Date(Date.UTC(2026, 2, 2, 9, 30, seconds, 123))

export const aCloudPc = (overrides: Partial<CloudPc> = {}): CloudPc => ({
  id: '9c2f7a10-0000-4000-8000-000000000001',
  name: 'CPC-ada-01',
  plan: 'Cloud PC Enterprise 2vCPU/8GB/128GB',
  status: 'provisioned',
  power: 'unknown',
  frontline: false,
  ...overrides,
})

export const aSession = (overrides: Partial<Session> = {}): Session => ({
  id: 'session-1',
  nonce: 'nonce-of-session-1',
  person: ada,
  step: 0,
  place: { at: 'question', questionId: 'since-when' },
  symptomId: 'session-ended-0x3',
  evidence: [{ kind: 'code', code: '0x3' }],
  excerpt: 'Your Remote Desktop Services session has ended. Error code: 0x3',
  answers: [],
  shown: [],
  product: 'windows-365',
  runbook: false,
  createdAt: aTime(),
  ...overrides,
})

export const aRequest = (overrides: Partial<RestartRequest> = {}): RestartRequest => ({
  id: 'request-1',
  nonce: 'nonce-of-request-1',
  version: 0,
  state: 'approved',
  person: ada,
  cloudPc: { id: aCloudPc().id, name: aCloudPc().name },
  sessionId: 'session-1',
  symptomId: 'session-ended-0x3',
  ticketId: undefined,
  decidedBy: undefined,
  reason: undefined,
  refusal: undefined,
  attempts: 0,
  createdAt: aTime(),
  since: aTime(),
  sentAt: undefined,
  dueAt: aTime(),
  ...overrides,
})

export const aTicket = (overrides: Partial<Ticket> = {}): Ticket => ({
  id: 'ticket-1',
  number: 1001,
  nonce: 'nonce-of-ticket-1',
  version: 0,
  state: 'open',
  purpose: 'help',
  requester: ada,
  owner: undefined,
  severity: 'normal',
  facts: {
    symptomId: 'session-ended-0x3',
    excerpt: 'Your Remote Desktop Services session has ended. Error code: 0x3',
    answers: [{ question: 'Since when does this happen?', answer: 'Since this morning' }],
    tried: ['Sign in again'],
    shown: ['sign-in-again'],
    product: 'windows-365',
    machine: 'CPC-ada-01',
    devices: ['CPC-ada-01, 2vCPU/8GB/128GB, provisioned'],
  },
  restartRequestId: undefined,
  events: [{ at: aTime(), actor: ada, kind: 'filed', text: '' }],
  createdAt: aTime(),
  touchedAt: aTime(),
  ...overrides,
})
