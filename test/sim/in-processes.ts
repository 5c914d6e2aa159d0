// Spreads work over as many processes as there are cores: each takes one batch after the other until none is left.
import { fork } from 'node:child_process'
import { availableParallelism } from 'node:os'
import path from 'node:path'

/** `script` is a file of this folder that calls `answerBatches`. The answers come in no certain order. */
export async function inProcesses(script: string, batches: readonly object[]): Promise<unknown[]> {
  const left = [...batches]
  const answers: unknown[] = []
  await Promise.all(Array.from({ length: availableParallelism() }, () => work(script, left, answers)))
  return answers
}

function work(script: string, left: object[], answers: unknown[]): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = fork(path.join(import.meta.dirname, script), { execArgv: ['--import', 'tsx'] })
    child.on('error', reject)
    child.on('exit', (code) => {
      if (code === 0) resolve()
      else reject(new Error(`a process of ${script} ended with ${String(code)}`))
    })
    child.on('message', (message: Message) => {
      if (message.kind === 'answer') answers.push(message.answer)
      const batch = left.shift()
      if (batch === undefined) child.disconnect()
      else child.send(batch)
    })
  })
}

type Message = { readonly kind: 'ready' } | { readonly kind: 'answer'; readonly answer: unknown }

/** For the script: answers every batch that comes, and ends when no more can come. */
export function answerBatches(answerOf: (batch: never) => Promise<unknown>): void {
  const send = (message: Message): void => void process.send?.(message)
  process.on('message', (batch) => {
    void answerOf(batch as never).then((answer) => {
      send({ kind: 'answer', answer })
    })
  })
  process.on('disconnect', () => {
    process.exitCode = 0
  })
  send({ kind: 'ready' })
}
