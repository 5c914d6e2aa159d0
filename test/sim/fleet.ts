// The processes of the bot: as many as there shall be, and another one a while after one has ended.
import type { World } from '../../src/flows/world.ts'
import { type BotProcess, startProcess } from './bot-process.ts'
import { type Surroundings, worldOf } from './process-world.ts'
import type { Run } from './run.ts'
import { type Loops, loopsOf, type NextDue } from './worker-loops.ts'

type Member = { readonly process: BotProcess; readonly world: World; readonly loops: Loops }

export type Fleet = {
  alive(): readonly Member[]
  /** Something may have become due. */
  look(): void
}

const longestOutage = 60_000

export function startFleet(run: Run, around: Surroundings, nextDue: NextDue, size: number): Fleet {
  const random = run.randomFor('fleet')
  const members: Member[] = []
  let started = 0

  function start(): void {
    started += 1
    const process = startProcess(`bot ${started}`, { ...run, random: run.randomFor(`bot ${started}`), ended })
    const loops: Loops = loopsOf(run, process, () => world, nextDue)
    const world = worldOf(run, around, process, () => {
      loops.wake()
    })
    members.push({ process, world, loops })
    run.trace(`${process.name} starts`)
    loops.start()
  }

  function ended(process: BotProcess): void {
    members.splice(
      members.findIndex((member) => member.process === process),
      1,
    )
    run.time.at(run.time.now() + random.spread(200, longestOutage), start)
  }

  for (let count = 0; count < size; count++) start()
  return {
    alive: () => members,
    look: () => {
      for (const { loops } of members) loops.look()
    },
  }
}
