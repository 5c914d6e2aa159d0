// What the server asks of the bot at its door: who calls, by the headers alone, and then what comes of what they sent.
import type { Refusal } from './refusals.ts'

export type Caller = {
  readonly authorization: string
  /** Where the caller may be answered, as its token says; undefined where nobody asks for tokens. */
  readonly serviceUrl: string | undefined
}

/** `body` is JSON. */
export type Answer = { readonly status: number; readonly body?: string }

export type Door = {
  identify(authorization: string): Promise<Caller | Refusal>
  /** `digest` stands for every byte of what was sent. */
  receive(caller: Caller, activity: object, digest: string): Promise<Answer>
  /** Resolves once no turn runs any more; those that were answered early run on for a while. */
  settled(): Promise<void>
}
