// `npm run bench:cards`: how long a screen takes to become a card, for every screen that the bot can show, with the flags of
// `npm run start:built`.
import { fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { readContent } from '../../src/app.ts'
import { everyScreen } from '../helpers/every-screen.ts'
import { startFlags } from '../helpers/start-flags.ts'

const warmUpRounds = 5
const rounds = 20

if (process.send) await measure()
else {
  const child = fork(fileURLToPath(import.meta.url), { execArgv: [...startFlags(), '--import', 'tsx'] })
  const [code] = (await once(child, 'exit')) as [number | null]
  process.exitCode = code ?? 1
}

async function measure(): Promise<void> {
  const { render } = await readContent()
  const screens = everyScreen
  // As they are once the engine has compiled them.
  for (let round = 0; round < warmUpRounds; round++) for (const { screen } of screens) render(screen)
  const times: number[] = []
  for (let round = 0; round < rounds; round++)
    for (const { screen } of screens) {
      const began = performance.now()
      render(screen)
      times.push(performance.now() - began)
    }
  const sorted = times.sort((one, other) => one - other)
  const percentile = (share: number): string => (sorted[Math.ceil(sorted.length * share) - 1] ?? 0).toFixed(3)
  console.log(`${screens.length} screens, ${rounds} times each`)
  console.log(`a card takes: p50 ${percentile(0.5)} ms, p99 ${percentile(0.99)} ms, at most ${percentile(1)} ms`)
  process.disconnect()
}
