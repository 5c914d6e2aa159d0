// How many go on in one round of the event loop, and in which order.
import assert from 'node:assert/strict'
import { setImmediate as nextRound } from 'node:timers/promises'
import { rounds } from '../../src/gate/rounds.ts'

describe('the rounds of the event loop', () => {
  /** Who went on, in order, round by round. */
  async function served(most: number, comers: number, count: number): Promise<number[][]> {
    const { turn } = rounds(most)
    const seen: number[][] = [[]]
    // Before anybody comes, so that each round begins here.
    const counted = countRounds(count, seen)
    for (let comer = 0; comer < comers; comer++)
      void turn().then(() => {
        seen.at(-1)?.push(comer)
      })
    await counted
    return seen
  }

  async function countRounds(count: number, seen: number[][]): Promise<void> {
    for (let round = 0; round < count; round++) {
      await nextRound()
      seen.push([])
    }
  }

  it('let a few go on at once', async () => {
    assert.deepEqual(await served(3, 3, 1), [[0, 1, 2], []])
  })

  it('let a crowd go on in the order in which they came, so many in each round', async () => {
    assert.deepEqual(await served(3, 8, 4), [[0, 1, 2], [3, 4, 5], [6, 7], [], []])
  })

  it('let nobody wait who comes after the crowd has gone', async () => {
    const { turn } = rounds(2)
    await Promise.all([turn(), turn(), turn(), turn()])
    for (let round = 0; round < 3; round++) await nextRound()
    const order: string[] = []
    setImmediate(() => order.push('the next round'))
    await turn()
    order.push('who came')
    assert.deepEqual(order, ['who came'])
  })

  it('let one alone go on after somebody came in, since others may knock', async () => {
    const { turn, cameIn } = rounds(3)
    const seen: number[][] = [[]]
    const counted = countRounds(4, seen)
    for (let comer = 0; comer < 8; comer++)
      void turn().then(() => {
        seen.at(-1)?.push(comer)
      })
    cameIn()
    await counted
    assert.deepEqual(seen, [[0, 1, 2], [3], [4, 5, 6], [7], []])
  })

  it('let nobody wait for those who came in and sent nothing', async () => {
    const { turn, cameIn } = rounds(2)
    cameIn()
    await Promise.all([turn(), turn()])
    await nextRound()
    const order: string[] = []
    setImmediate(() => order.push('the next round'))
    await Promise.all([turn(), turn()])
    order.push('who came')
    assert.deepEqual(order, ['who came'])
  })
})
