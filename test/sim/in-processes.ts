// Spreads work over as many processes as there are cores: each takes one batch after the other until none is left.
import { fork } from 'node:child_process'
import { availableParallelism } from 'node:os'
import path from 'node:path'

/** `script` is a file of this folder that calls `answerBatches`. The answers come in no certain order. */
export async function inProcesses<Batch, Answer>(script: string, batches: readonly Batch[]): Promise<Answer[]> {
  const left = [...batches]
  const answers: Answer[] = []
  const workers = Array.from({ length: availableParallelism() }, () =>
    work<Batch, Answer>(
      script,
      () => left.shift(),
      (answer) => answers.push(answer),
    ),
  )
  await Promise.all(workers)
  return answers
}

function work<Batch, Answer>(
  script: string,
  next: () => Batch | undefined,
  take: (answer: Answer) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = fork(path.join(import.meta.dirname, script), { execArgv: ['--import', 'tsx'] })
    child.on('error', reject)
    child.on('exit', (code) => {
      if (code === 0) resolve()
      else reject(new Error(`a process of ${script} ended with ${String(code)}`))
    })
    child.on('message', (message: Answered<Answer>) => {
      if ('answer' in message) take(message.answer)
      const batch = next()
      if (batch === undefined) child.disconnect()
      else child.send({ batch })
    })
  })
}

type Answered<Answer> = { readonly ready: true } | { readonly answer: Answer }

/** For the script: answers every batch that comes, and ends when no more can come. */
export function answerBatches<Batch, Answer>(answerOf: (batch: Batch) => Promise<Answer>): void {
  const send = (message: Answered<Answer>): void => void process.send?.(message)
  process.on('message', ({ batch }: { batch: Batch }) => {
    void answerOf(batch).then((answer) => {
      send({ answer })
    })
  })
  process.on('disconnect', () => {
    process.exitCode = 0
  })
  send({ ready: true })
}
