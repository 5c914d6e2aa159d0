// What is asked for often and answered seldom.
import assert from 'node:assert/strict'
import { keptAWhile } from '../src/kept-a-while.ts'

describe('an answer that is kept a while', () => {
  let ms: number
  let asked: number
  let answer: () => Promise<number>
  let read: () => Promise<number | undefined>

  beforeEach(() => {
    ms = 0
    asked = 0
    answer = () => Promise.resolve(asked)
    const ask = () => {
      asked++
      return answer()
    }
    read = keptAWhile(ask, 5_000, () => ms)
  })

  it('is asked for once by all who want it within that time, and anew after it', async () => {
    assert.deepEqual(await Promise.all([read(), read()]), [1, 1])
    ms = 4_999
    assert.equal(await read(), 1)
    ms = 5_000
    assert.equal(await read(), 2)
  })

  it('is kept from when it is there, and asked for by one at a time however long that takes', async () => {
    let arrive: (found: number) => void = () => undefined
    answer = () =>
      new Promise((resolve) => {
        arrive = resolve
      })
    const first = read()
    ms = 60_000
    const second = read()
    assert.equal(asked, 1)
    arrive(7)
    assert.deepEqual(await Promise.all([first, second]), [7, 7])
    ms = 64_999
    assert.equal(await read(), 7)
    ms = 65_000
    void read()
    assert.equal(asked, 2)
  })

  it('that failed is none, and is asked for again no sooner', async () => {
    answer = () => Promise.reject(new Error('no store'))
    assert.equal(await read(), undefined)
    answer = () => Promise.resolve(7)
    assert.equal(await read(), undefined)
    ms = 5_000
    assert.equal(await read(), 7)
  })
})
