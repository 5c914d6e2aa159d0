// What somebody sends who changes the data of a button: every verb there is, what stands on other cards, and anything at all.
import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { decode } from '../../src/cards/actions.ts'
import type { SandboxPerson } from '../../src/sandbox/tenant.ts'
import { verbsUnderstood } from '../helpers/verbs-understood.ts'
import type { AttackedCard } from './card-kinds.ts'
import { edited, edits, value } from './mutate.ts'

type Data = Readonly<Record<string, unknown>>
type Button = { readonly data: Data; readonly inputs: Data }
type Action = NonNullable<ReturnType<typeof decode>>

/** `action`: what the bot makes of the data; undefined where it is nothing. */
export type Mutated = { readonly data: unknown; readonly action: Action | undefined }

const atATime = 500
const verbs = verbsUnderstood()
const ofRequester: readonly string[] = ['withdraw', 'comment', 'reopen', 'confirm']
export const verbCount = verbs.length

export const clickersOf = ({ owners, strangers }: AttackedCard): readonly SandboxPerson[] => [...owners, ...strangers]

/** Without end, the verbs first; without what the person may do anyway, which is no attack. `requesters` are those of tickets. */
export function mutationsOf(cards: readonly AttackedCard[], requesters: ReadonlyMap<string, string>) {
  const others = cards.flatMap(({ held }) => buttonsOn(held.card))
  const strange = [...new Set(others.flatMap(({ data }) => Object.values(data)))]
  return function* (card: AttackedCard, clicker: SandboxPerson, seed: number): Generator<Mutated> {
    const buttons = buttonsOn(card.held.card)
    const [first] = buttons
    if (!first) throw new Error(`no button on ${card.kind} ${card.name}`)
    const own = cards
      .filter(({ owners }) => owners.includes(clicker))
      .flatMap(({ held }) => buttonsOn(held.card))
      .map(({ data, inputs }) => decode({ ...data, ...inputs }))
    const isAttack = ({ action }: Mutated): boolean => !action || !mayAnyway(action, clicker, own, requesters)
    const made = (data: unknown): Mutated => ({ data, action: decode(data) })
    const whole = ({ data, inputs }: Button): Data => ({ ...data, ...inputs })

    yield* verbs.map((verb, at) => made({ ...whole(buttons[at % buttons.length] ?? first), verb })).filter(isAttack)
    // The very data of other cards, in which nothing was changed.
    const shuffled = fc.sample(fc.shuffledSubarray(others, { minLength: others.length }), { numRuns: 1, seed })
    yield* shuffled.flatMap((all) => all.map((button) => made(whole(button)))).filter(isAttack)
    const mutation = mutationOf(buttons.length, strange)
    for (let round = 0; ; round++)
      for (const { button: at, change } of fc.sample(mutation, { numRuns: atATime, seed: seed * 1000 + round })) {
        const button = buttons[at]
        if (!button) throw new Error('a button that is not there')
        const mutated = made(
          'name' in change ? { ...whole(button), [change.name]: change.fresh } : edited(whole(button), change),
        )
        if (isAttack(mutated)) yield mutated
      }
  }
}

const mutationOf = (buttons: number, strange: readonly unknown[]) =>
  fc.record({
    button: fc.nat(buttons - 1),
    change: fc.oneof(
      fc.record({ name: fc.constant('verb'), fresh: fc.constantFrom(...verbs) }),
      fc.record({
        name: fc.constantFrom('id', 'nonce', 'step', 'choice', 'device', 'assignee'),
        fresh: fc.oneof(fc.constantFrom(...strange), value),
      }),
      edits(2),
    ),
  })

/** By a button of their own, by what is the requester's to do wherever they see their ticket, or by typing. */
function mayAnyway(
  action: Action,
  clicker: SandboxPerson,
  own: readonly (Action | undefined)[],
  requesters: ReadonlyMap<string, string>,
): boolean {
  if (own.some((other) => isSameDeed(action, other))) return true
  if (action.on === 'ticket')
    return requesters.get(action.ref.id) === clicker.id && ofRequester.includes(action.act.verb)
  return action.on === 'command' && (clicker.isHelpdesk || action.command === 'cancel')
}

/** The same deed on the same record; what was typed or chosen beside it is for the person to say. */
function isSameDeed(action: Action, other: Action | undefined): boolean {
  if (!other || action.on !== other.on) return false
  if ('act' in action && 'act' in other)
    return action.act.verb === other.act.verb && isDeepStrictEqual(action.ref, other.ref)
  return isDeepStrictEqual(action, other)
}

/** Every button of a card, with its fields filled in. */
function buttonsOn(card: unknown): Button[] {
  const found: Data[] = []
  const inputs: Record<string, unknown> = {}
  visit(card, (element) => {
    if (element['type'] === 'Action.Execute' && typeof element['data'] === 'object') found.push(element['data'] as Data)
    if (String(element['type']).startsWith('Input.')) inputs[String(element['id'])] = filledIn(element)
  })
  return found.map((data) => ({ data, inputs }))
}

/** What a person could choose or type there. */
function filledIn({ value: given, choices }: Data): unknown {
  const [first] = Array.isArray(choices) ? (choices as readonly Data[]) : []
  return given ?? first?.['value'] ?? 'vm-build-07'
}

function visit(whole: unknown, see: (element: Data) => void): void {
  if (typeof whole !== 'object' || whole === null) return
  if (!Array.isArray(whole)) see(whole as Data)
  for (const inner of Object.values(whole)) visit(inner, see)
}
