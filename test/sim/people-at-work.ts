// Lets the people of the plan act: each act becomes a turn, or a few of the same, in some process that is alive.
import type { Person } from '../../src/core/people.ts'
import type { Screen } from '../../src/core/screens.ts'
import { employees, helpdesk } from './company.ts'
import type { Card, FarTeams } from './far-teams.ts'
import type { Fleet } from './fleet.ts'
import { conversationsOf, pressable, pressed, weightOf, wordsOf } from './office.ts'
import type { Act } from './plan.ts'
import type { Random } from './random.ts'
import type { Run } from './run.ts'
import { chatOf, type Doing, takeTurn } from './turn.ts'

export type Parts = {
  readonly run: Run
  readonly fleet: Fleet
  readonly teams: FarTeams
  /** Somebody sees this in place of a card. */
  readonly answered: (person: Person, screen: Screen) => void
}

export function scheduleActs({ run, ...parts }: Parts, acts: readonly Act[]): void {
  const start = run.time.now()
  for (const act of acts)
    run.time.at(start + act.at, () => {
      perform({ run, ...parts }, act)
    })
}

function perform(parts: Parts, act: Act): void {
  const { run, teams } = parts
  const random = run.randomFor(`act ${act.number}`)
  const person = (act.by === 'employee' ? employees : helpdesk)[act.which]
  const doing = person && doingOf(parts, act, person, random)
  if (!doing) return
  teams.unblock(chatOf(doing.person))
  const times = run.faults.happen('click repeated') ? random.between(2, 4) : 1
  for (let count = 0; count < times; count++)
    run.time.at(run.time.now() + (count === 0 ? 0 : random.spread(1, 3_000)), () => {
      turn(parts, doing, random)
    })
}

function doingOf({ run, teams }: Parts, act: Act, person: Person, random: Random): Doing | undefined {
  if (act.says) {
    const where = act.by === 'helpdesk' ? random.pick(conversationsOf(person)) : chatOf(person)
    return { person, conversation: where, done: { kind: 'says', text: wordsOf(person, act.by === 'helpdesk', random) } }
  }
  // Somebody who got hold of the data of another person's button.
  const whose = run.faults.happen('stranger clicks') ? random.pick([...employees, ...helpdesk]) : person
  const choices = pressable(teams, conversationsOf(whose), run.faults.happen('old card clicked'))
  if (choices.length === 0) return undefined
  const choice = random.weighted(choices, ({ button }) => weightOf(button))
  return pressed(choice, person, random.chance(0.8) ? 'execute' : 'submit', random)
}

/** Somebody who sees it presses a button of a card that has just come, before the bot has even heard that it stands. */
export function pressNew(parts: Parts, card: Card): void {
  const { run, teams } = parts
  if (!run.faults.happen('new card clicked')) return
  const random = run.randomFor(`click on ${card.place.activityId}`)
  const { conversation } = card.place
  const person = random.pick([...employees, ...helpdesk].filter((one) => conversationsOf(one).includes(conversation)))
  const choices = pressable(teams, [conversation], false).filter(({ seen }) => seen.place === card.place)
  if (choices.length === 0) return
  const doing = pressed(
    random.weighted(choices, ({ button }) => weightOf(button)),
    person,
    random.chance(0.8) ? 'execute' : 'submit',
    random,
  )
  run.time.at(run.time.now() + random.spread(1, atOnce), () => {
    turn(parts, doing, random)
  })
}

const atOnce = 100

function turn({ run, fleet, teams, answered }: Parts, doing: Doing, random: Random): void {
  const members = fleet.alive()
  const what = doing.done.kind === 'says' ? doing.done.text.split('\n')[0] : JSON.stringify(doing.done.data)
  if (members.length === 0) {
    run.trace(`${doing.person.name}: ${String(what)}, and no bot is there`)
    return
  }
  const { process, world } = random.pick(members)
  run.trace(`${doing.person.name} to ${process.name}: ${String(what)}`)
  takeTurn({ run, process, world, teams }, doing).then(
    (screen) => {
      if (screen) answered(doing.person, screen)
    },
    (error: unknown) => {
      run.broken('I4', `a turn threw ${String(error)}`)
    },
  )
}
