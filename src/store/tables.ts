// The tables as the code reads and writes them. Keep it in step with the last migration.
import type { Kysely } from 'kysely'
import type { AuditEntry } from '../core/audit.ts'
import type { Product } from '../core/catalog.ts'
import type { BrakeReason } from '../core/policy/brake.ts'
import type { Troubles } from '../core/delivery.ts'
import type { Shown } from '../core/outbox.ts'
import type { ChannelKind } from '../core/people.ts'
import type { RestartReason, RestartState } from '../core/restart-request.ts'
import type { RestartRefusal, Session } from '../core/session.ts'
import type { Severity, Ticket, TicketEventKind, TicketPurpose, TicketState } from '../core/ticket.ts'
import type { Json } from './json.ts'

export type Database = Kysely<Tables>

export type Tables = {
  readonly sessions: SessionTable
  readonly restart_requests: RestartRequestTable
  readonly tickets: TicketTable
  readonly ticket_events: TicketEventTable
  readonly counters: { readonly name: 'ticket' | 'sends' | 'audit'; readonly value: number }
  readonly personal_conversations: PersonalConversationTable
  readonly unmatched_texts: UnmatchedTable
  readonly welcomes: { readonly person_id: string }
  readonly channels: ChannelTable
  readonly outbox: OutboxTable
  readonly sends: { readonly lane: string; readonly at: number }
  readonly cards: { readonly name: string; readonly conversation: string; readonly activity_id: string }
  readonly clicks: ClickTable
  readonly teams_ids: { readonly person_id: string; readonly teams_id: string }
  readonly brake: BrakeTable
  readonly on_call: OnCallTable
  readonly audit: AuditTable
  readonly audit_people: { readonly person_id: string; readonly key: string }
}

export type SessionTable = {
  readonly id: string
  /** Orders what was created in the same millisecond. */
  readonly position: number
  readonly nonce: string
  readonly person_id: string
  readonly person_name: string
  readonly step: number
  readonly place: Json<Session['place']>
  readonly symptom_id: string | null
  readonly evidence: Json<Session['evidence']>
  readonly excerpt: string
  readonly answers: Json<Session['answers']>
  readonly shown: Json<Session['shown']>
  readonly product: Product | null
  /** 0 or 1. */
  readonly runbook: number
  readonly created_at: number
}

export type RestartRequestTable = {
  readonly id: string
  /** Orders what was created in the same millisecond. */
  readonly position: number
  readonly nonce: string
  readonly version: number
  readonly state: RestartState
  readonly person_id: string
  readonly person_name: string
  readonly cloud_pc_id: string
  readonly cloud_pc_name: string
  readonly session_id: string
  readonly symptom_id: string | null
  readonly ticket_id: string | null
  readonly decided_by_id: string | null
  readonly decided_by_name: string | null
  readonly reason: RestartReason | null
  readonly refusal: Json<RestartRefusal> | null
  readonly attempts: number
  readonly created_at: number
  readonly since: number
  readonly sent_at: number | null
  readonly due_at: number | null
  /** Grows with each lease, so that a worker whose lease has ended saves nothing any more. */
  readonly fence: number
}

export type TicketTable = {
  readonly id: string
  readonly number: number
  readonly nonce: string
  readonly version: number
  readonly state: TicketState
  readonly purpose: TicketPurpose
  readonly requester_id: string
  readonly requester_name: string
  readonly owner_id: string | null
  readonly owner_name: string | null
  readonly severity: Severity
  readonly facts: Json<Ticket['facts']>
  readonly restart_request_id: string | null
  readonly created_at: number
  readonly touched_at: number
  /** 0 or 1. */
  readonly reminded: number
}

export type TicketEventTable = {
  readonly ticket_id: string
  readonly position: number
  /** The version of the ticket that the event came with. */
  readonly version: number
  readonly at: number
  readonly actor_id: string
  readonly actor_name: string
  readonly kind: TicketEventKind
  readonly text: string
  readonly to_id: string | null
  readonly to_name: string | null
}

type UnmatchedTable = { readonly id: string; readonly person_id: string; readonly text: string; readonly at: number }

type ChannelTable = {
  readonly kind: ChannelKind
  readonly conversation: string
  readonly set_by_id: string
  readonly set_by_name: string
  readonly set_at: number
  readonly closed: string | null
}

type PersonalConversationTable = {
  readonly person_id: string
  readonly conversation: string
  /** Why nothing can be sent there; null while it can. */
  readonly closed: string | null
}

export type OutboxTable = {
  readonly name: string
  /** The order within a lane. */
  readonly position: number
  readonly lane: string
  readonly shown: Json<Shown>
  readonly wanted: number
  readonly posts: number
  readonly troubles: Json<Troubles>
  readonly due_at: number
  readonly fence: number
  readonly created_at: number
}

type ClickTable = {
  readonly nonce: string
  readonly action: string
  readonly person_id: string
  readonly at: number
}

type BrakeTable = {
  readonly version: number
  /** Null where it was lifted. */
  readonly why: Json<BrakeReason> | null
  readonly at: number
  readonly by_id: string | null
  readonly by_name: string | null
}

type OnCallTable = {
  readonly kind: ChannelKind
  readonly person_id: string
  readonly person_name: string
  readonly since: number
}

export type AuditTable = {
  readonly seq: number
  readonly at: number
  /** A key of audit_people, or 'reconnect'. */
  readonly actor_key: string
  readonly act: AuditEntry['act']
  readonly outcome: AuditEntry['outcome']
  readonly rule: string | null
  readonly subject_kind: AuditEntry['subject']['kind']
  /** Of a person, a key of audit_people. */
  readonly subject_id: string
  readonly before_state: string | null
  readonly after_state: string | null
  readonly surface: AuditEntry['surface']
  readonly previous_hash: string
  readonly hash: string
}
