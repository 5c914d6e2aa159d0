// What came of all the kills, in one table, and whether that is good enough.
import type { RestartOwner } from '../../src/core/restart-request.ts'
import type { BotUnderTest } from './bot-under-test.ts'
import type { Finding } from './check.ts'
import { steps } from './kill-points.ts'
import type { Times } from './processes.ts'

/** What one bot went through: `at` is a step, or "at random". */
export type Result = Finding & { readonly at: string; readonly kills: number }

/** Takes note of a bot that is through, and clears it away. */
export type Tell = (result: Result, bot: BotUnderTest) => Promise<void>

export const atRandom = 'at random'
export const onPostgres = 'at random, two on PostgreSQL'
/** Of all restarts; a person has to look at each. */
const mostUnknown = 0.01

const sum = (all: readonly Result[], of: (result: Result) => number): number =>
  all.reduce((total, result) => total + of(result), 0)

const columns = ['kills', 'restarts', 'duplicates', 'lost', 'unknown', 'duplicate cards', 'faults'] as const
const cellsOf = (results: readonly Result[]): readonly number[] => [
  sum(results, ({ kills }) => kills),
  sum(results, ({ restarts }) => restarts),
  sum(results, ({ duplicates }) => duplicates),
  sum(results, ({ lost }) => lost),
  sum(results, ({ unknown }) => unknown.length),
  sum(results, ({ duplicateCards }) => duplicateCards),
  sum(results, ({ faults }) => faults.length),
]

const line = (name: string, cells: readonly (string | number)[]): string =>
  [
    name.padEnd(30),
    ...cells.map((cell, at) => String(cell).padStart(Math.max(10, (columns[at]?.length ?? 0) + 2))),
  ].join('')

export function tableOf(results: readonly Result[], times: Times, seconds: number): string[] {
  const rows = [...steps, atRandom, onPostgres].map((at) =>
    line(at, cellsOf(results.filter((result) => result.at === at))),
  )
  const kills = sum(results, (result) => result.kills)
  return [
    line('', columns),
    ...rows,
    line('in all', cellsOf(results)),
    '',
    `unknown           ${(unknownShare(results) * 100).toFixed(2)} % of the restarts${ownersOf(results)}`,
    `time              ${seconds.toFixed(0)} s, ${((seconds * 1000) / Math.max(1, kills)).toFixed(0)} ms a kill`,
    `to ready          ${percentiles(times.ready)}`,
    `to resumed        ${percentiles(times.resumed)}`,
    `to stopped        ${percentiles(times.stopped)}`,
  ]
}

const unknownShare = (results: readonly Result[]): number =>
  sum(results, ({ unknown }) => unknown.length) /
  Math.max(
    1,
    sum(results, ({ restarts }) => restarts),
  )

function ownersOf(results: readonly Result[]): string {
  const counts = new Map<RestartOwner, number>()
  for (const owner of results.flatMap(({ unknown }) => unknown)) counts.set(owner, (counts.get(owner) ?? 0) + 1)
  return [...counts].map(([owner, count]) => `, ${count} with the ${owner}`).join('')
}

function percentiles(all: readonly number[]): string {
  const sorted = [...all].sort((one, other) => one - other)
  const at = (share: number): string => (sorted[Math.ceil(sorted.length * share) - 1] ?? 0).toFixed(0)
  return `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, of ${all.length}`
}

export const isGood = (results: readonly Result[]): boolean =>
  results.every(({ faults }) => faults.length === 0) && unknownShare(results) <= mostUnknown
