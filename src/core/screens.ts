// Every card a person can see, as plain view models. `kind` names the template in cards/.
// Strings here are finished sentences; what people or other systems wrote stands in fields called `quote` or ending in
// `Quote`, which templates show as plain text.
import type { CardRef, CommandCard, ListName } from './actions.ts'

/** The part of an action that a button carries; what is typed or chosen on the card is added by the client. */
export type ButtonAction =
  | { readonly on: 'list'; readonly verb: 'list'; readonly id: ListName; readonly choice: number }
  | {
      readonly on: 'session' | 'ticket'
      readonly verb: string
      readonly ref: CardRef
      readonly choice?: number | string
    }
  | { readonly on: 'command'; readonly verb: 'command'; readonly id: CommandCard; readonly choice: string }

export type Button = { readonly title: string; readonly action: ButtonAction }

type Card<Kind extends string, Fields = object> = {
  readonly kind: Kind
  /** What a toast and a screen reader say, and what a client shows that cannot draw the card. */
  readonly summary: string
  readonly title: string
  readonly buttons: readonly Button[]
} & Fields

export type Tone = 'default' | 'good' | 'warning' | 'attention' | 'accent'
export type Option = { readonly title: string; readonly value: string }
export type Row = { readonly label: string; readonly value: string }
export type StepView = {
  readonly number: string
  readonly text: string
  readonly language: string
  /** The command, a line each. */
  readonly lines: readonly { readonly text: string }[]
}
export type LinkView = { readonly title: string; readonly url: string }
export type SolutionView = {
  readonly title: string
  readonly note: string
  readonly overtaken: string
  readonly steps: readonly StepView[]
  readonly links: readonly LinkView[]
}
/** A field for typing, with the button that sends it. */
export type FormView = {
  readonly title: string
  readonly label: string
  readonly missing: string
  readonly text: string
  readonly send: Button
}

export type EscalationView = FormView & {
  readonly onCall: string
  readonly severityLabel: string
  readonly severity: string
  readonly severities: readonly Option[]
}

/** Fields that share their buttons; each button uses the field that it needs. */
export type MoreView = {
  readonly title: string
  readonly noteLabel: string
  readonly noteText: string
  readonly urgencyLabel: string
  readonly urgency: string
  readonly urgencies: readonly Option[]
  /** Empty where there is nobody to give it to. */
  readonly assigneeLabel: string
  readonly assignees: readonly Option[]
  readonly buttons: readonly Button[]
}

/** Cards that answer a paste: `leak` says that it held a secret, and is empty everywhere else. */
type Leaking = { readonly leak: string }

export type Screen =
  | Card<
      'welcome',
      { readonly body: string; readonly examplesTitle: string; readonly examples: readonly { text: string }[] }
    >
  | Card<'help', { readonly body: string; readonly commands: readonly Row[] }>
  | Card<'choose', Leaking & { readonly body: string; readonly options: readonly { title: string; why: string }[] }>
  | Card<'question', Leaking & { readonly why: string; readonly question: string }>
  | Card<
      'solution',
      Leaking & {
        readonly why: string
        readonly causes: readonly { text: string }[]
        readonly solutions: readonly SolutionView[]
        readonly handledTitle: string
        readonly handled: readonly { text: string }[]
      }
    >
  | Card<
      'runbook',
      Leaking & {
        readonly why: string
        readonly part: string
        readonly causesTitle: string
        readonly causes: readonly { text: string }[]
        readonly solutions: readonly SolutionView[]
      }
    >
  | Card<'unknown', Leaking & { readonly body: string; readonly hint: string }>
  | Card<
      'topics',
      { readonly body: string; readonly label: string; readonly missing: string; readonly options: readonly Option[] }
    >
  | Card<
      'devices',
      { readonly body: string; readonly label: string; readonly missing: string; readonly options: readonly Option[] }
    >
  | Card<'confirm', { readonly body: string; readonly warning: string; readonly rows: readonly Row[] }>
  | Card<
      'machine',
      {
        readonly body: string
        readonly productLabel: string
        readonly products: readonly Option[]
        readonly productMissing: string
        readonly nameLabel: string
        readonly nameMissing: string
      }
    >
  | Card<'restart', { readonly body: string; readonly tone: Tone; readonly mark: string }>
  | Card<
      'help-form',
      {
        readonly body: string
        readonly rows: readonly Row[]
        readonly quoteTitle: string
        readonly quote: string
        readonly noteLabel: string
        readonly severityLabel: string
        readonly severities: readonly Option[]
      }
    >
  | Card<
      'ticket',
      {
        readonly state: string
        readonly tone: Tone
        /** What just happened, on a card that is posted because of it. */
        readonly news: string
        /** Why nothing was done. */
        readonly notice: string
        /** When that happened which the notice tells of; empty where it does not matter. */
        readonly when: string
        readonly body: string
        readonly events: readonly { readonly when: string; readonly who: string; readonly quote: string }[]
        readonly forms: readonly FormView[]
      }
    >
  | Card<'ticket-channel', TicketChannelView>
  | Card<
      'requests',
      {
        readonly body: string
        readonly entries: readonly { readonly title: string; readonly state: string; readonly when: string }[]
      }
    >
  | Card<'notice', { readonly body: string; readonly tone: Tone }>

export type TicketChannelView = {
  readonly state: string
  readonly tone: Tone
  readonly notice: string
  /** When that happened which the notice tells of; empty where it does not matter. */
  readonly when: string
  readonly rows: readonly Row[]
  readonly quoteTitle: string
  readonly quote: string
  readonly events: readonly { readonly when: string; readonly who: string; readonly quote: string }[]
  readonly runbookTitle: string
  readonly runbook: readonly SolutionView[]
  readonly forms: readonly FormView[]
  /** None or one. */
  readonly escalations: readonly EscalationView[]
  /** None or one. */
  readonly more: readonly MoreView[]
  /** What the client sends by itself to get the view of whoever looks at the card. */
  readonly refresh: {
    readonly action: ButtonAction
    /** The channel's ids of at most 60 people; nobody else is asked for. */
    readonly viewers: readonly string[]
  }
}

export type ScreenKind = Screen['kind']
/** One kind of screen. */
export type ScreenOf<Kind extends ScreenKind> = Extract<Screen, { kind: Kind }>

export const screenKinds = [
  'welcome',
  'help',
  'choose',
  'question',
  'solution',
  'runbook',
  'unknown',
  'topics',
  'devices',
  'confirm',
  'machine',
  'restart',
  'help-form',
  'ticket',
  'ticket-channel',
  'requests',
  'notice',
] as const satisfies readonly ScreenKind[]
