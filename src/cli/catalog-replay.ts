// `reconnect catalog replay`: which answers change between the catalog of a git revision and the one in the folder?
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { readCatalog } from '../catalog-files.ts'
import type { Catalog } from '../core/catalog.ts'
import { matcherFor, type MatchResult } from '../core/match/decide.ts'
import { questionsOf } from './questions.ts'

const run = promisify(execFile)
const largest = 64 * 1024 * 1024

/** Prints each message of the file `messages` whose answer differs, and a count; answers the exit code. */
export async function catalogReplay(folder: string, revision: string, messages: string): Promise<number> {
  const lines = await readFile(messages, 'utf8').catch(() => undefined)
  if (lines === undefined) return refuse(`${messages} cannot be read. Cure: name a file of {"id","text"} lines.`)
  const now = await readCatalog(folder)
  if (!now.ok) return refuse('The catalog is broken. Cure: see what `reconnect catalog check` says.')
  const before = await catalogAt(folder, revision)
  if (typeof before === 'string') return refuse(before)
  const [old, fresh] = [matcherFor(before), matcherFor(now.catalog)]
  let changed = 0
  let asked = 0
  for await (const message of questionsOf([lines])) {
    if (typeof message === 'string') return refuse(message)
    const { id, text } = message
    const [was, is] = [answerOf(old(text)), answerOf(fresh(text))]
    asked += 1
    if (was === is) continue
    changed += 1
    console.log(`${id}: ${was} -> ${is}\n  ${text.replaceAll(/\s+/g, ' ').slice(0, 160)}`)
  }
  console.log(`${changed} of ${asked} answers differ from those of ${revision}.`)
  return 0
}

function refuse(problem: string): number {
  console.error(problem)
  return 1
}

function answerOf(result: MatchResult): string {
  switch (result.outcome) {
    case 'match':
      return result.best.symptomId
    case 'choices':
      return `choices (${result.candidates.map(({ symptomId }) => symptomId).join(', ')})`
    case 'none':
      return 'none'
  }
}

/** The catalog as it was, or in words why it cannot be had. */
async function catalogAt(folder: string, revision: string): Promise<Catalog | string> {
  const copy = await mkdtemp(path.join(tmpdir(), 'reconnect-replay-'))
  try {
    await writeRevision(folder, revision, copy)
    const reading = await readCatalog(copy)
    return reading.ok
      ? reading.catalog
      : `The catalog of ${revision} does not fit today's schema. Cure: name a later one.`
  } catch (error) {
    if (!(error instanceof Error && ('stderr' in error || 'path' in error))) throw error
    return `git knows no catalog of "${revision}" in ${folder}. Cure: name a commit, tag or branch that has one.`
  } finally {
    await rm(copy, { recursive: true, force: true })
  }
}

async function writeRevision(folder: string, revision: string, copy: string): Promise<void> {
  const git = async (...words: string[]) => (await run('git', words, { cwd: folder, maxBuffer: largest })).stdout
  // Only the hash goes on from here, so that a revision can be no option.
  const commit = (await git('rev-parse', '--verify', '--end-of-options', `${revision}^{commit}`)).trim()
  const names = (await git('ls-tree', '--name-only', '-z', commit, './')).split('\0')
  for (const name of names.filter((one) => one.endsWith('.yaml')))
    await writeFile(path.join(copy, name), await git('show', `${commit}:./${name}`))
}
