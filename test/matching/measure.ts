// What is measured of an engine: time for short texts, long ones, and in a large catalog; and how often it is right.
import { performance } from 'node:perf_hooks'
import { hardTexts } from '../../src/core/match/hard-texts.ts'
import { mostCharacters } from '../../src/core/match/normalize.ts'
import { realCatalog } from '../helpers/real-catalog.ts'
import { asScores, type Engine, reconnect } from './engines.ts'
import { crossValidate, type Sample } from './figures.ts'
import { messages } from './messages.ts'
import { furtherIn, samplesFor } from './samples.ts'
import { enlarge } from './synthetic.ts'

/** One number for each column of the part. */
export type Measured = readonly number[]
type Part = { readonly columns: readonly string[]; readonly measure: (engine: Engine) => Measured }

export const large = 10_000
const short = 500

const texts = messages.map(({ text }) => text)
const cut = (length: number) => (_: string, at: number) =>
  [...texts.slice(at), ...texts.slice(0, at)].join(' ').repeat(4).slice(0, length)
const shortTexts = texts.map(cut(short))
/** Real messages in a row, and what is hard to read. */
const longTexts = [...texts.slice(0, 5).map(cut(mostCharacters)), ...hardTexts(realCatalog)]

const enough = 8_000
/** Rounds until the engine has been compiled to the end. */
const warmUp = 3

/** Median and 99th percentile of milliseconds a text, over rounds until there was time enough. */
function speedOf(answer: (text: string) => unknown, asked: readonly string[], rounds: number): [number, number] {
  const times: number[] = []
  const begin = performance.now()
  for (let round = 0; round < warmUp + rounds; round++) {
    if (round === warmUp) times.length = 0
    for (const text of asked) {
      if (times.length > 0 && performance.now() - begin > enough) break
      const start = performance.now()
      answer(text)
      times.push(performance.now() - start)
    }
  }
  times.sort((a, b) => a - b)
  const at = (part: number) => times[Math.min(times.length - 1, Math.floor(part * times.length))] ?? 0
  return [at(0.5), at(0.99)]
}

/** A library's scores are brought between 0 and 1, so that thresholds can be chosen for it in the same way. */
function samplesOf(engine: Engine): Sample[] {
  if (engine === reconnect) return samplesFor(realCatalog)
  const rank = engine.prepare(realCatalog)
  const ranked = messages.map((message) => ({ message, found: rank(message.text) }))
  const top = Math.max(...ranked.map(({ found }) => found[0]?.score ?? 0), Number.EPSILON)
  return ranked.map(({ message, found }) => ({ message, scores: asScores(found, top) }))
}

export const parts: Readonly<Record<'short' | 'long' | 'large' | 'right', Part>> = {
  short: {
    columns: ['start', `${short} p50`, `${short} p99`],
    measure: (engine) => {
      const start = performance.now()
      const answer = engine.prepare(realCatalog)
      return [performance.now() - start, ...speedOf(answer, shortTexts, 20)]
    },
  },
  long: {
    columns: ['32 kB p50', '32 kB p99'],
    measure: (engine) => speedOf(engine.prepare(realCatalog), longTexts, 10),
  },
  large: {
    columns: ['10k start', '10k p50', '10k p99'],
    measure: (engine) => {
      const bigger = enlarge(realCatalog, large)
      const start = performance.now()
      const answer = engine.prepare(bigger)
      return [performance.now() - start, ...speedOf(answer, shortTexts, 3)]
    },
  },
  right: {
    columns: ['accuracy', 'hit1', 'hit3', 'wrong', 'falseMatch'],
    measure: (engine) => {
      const { accuracy, hit1, hit3, wrong, falseMatch } = crossValidate(samplesOf(engine), 5, furtherIn(realCatalog))
      return [accuracy, hit1, hit3, wrong, falseMatch]
    },
  },
}
