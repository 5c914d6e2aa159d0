// The way to a far side and back; it takes its time, whatever becomes of the process meanwhile.
import type { Random } from './random.ts'
import type { Run } from './run.ts'

export const wire = (run: Run, random: Random): Promise<void> => waitFor(run, random.spread(20, 800))

export const waitFor = ({ time }: Run, ms: number): Promise<void> =>
  new Promise((resolve) => {
    time.at(time.now() + ms, resolve)
  })
