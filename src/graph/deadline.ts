// A time limit over several steps, and waiting that respects it. Uses the monotonic clock, so a changed wall clock is harmless.

export type Deadline = { readonly signal: AbortSignal; left(): number }

/** Runs the work under a deadline; it ends sooner when the outer deadline does. */
export async function withDeadline<T>(
  ms: number,
  work: (deadline: Deadline) => Promise<T>,
  outer?: Deadline,
): Promise<T> {
  const length = Math.min(ms, outer?.left() ?? ms)
  const endsAt = performance.now() + length
  const controller = new AbortController()
  const timer = setTimeout(() => {
    controller.abort()
  }, length)
  try {
    return await work({ signal: controller.signal, left: () => Math.max(0, endsAt - performance.now()) })
  } finally {
    clearTimeout(timer)
  }
}

/** The result of the work, or a rejection as soon as the signal fires. The work itself goes on unheard. */
export function unlessAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => {
      reject(new DOMException('the deadline passed', 'TimeoutError'))
    }
    if (signal.aborted) abort()
    signal.addEventListener('abort', abort, { once: true })
    work.then(resolve, reject).finally(() => {
      signal.removeEventListener('abort', abort)
    })
  })
}

/** Waits, though never past the signal. */
export type Wait = (ms: number, signal: AbortSignal) => Promise<void>

export const wait: Wait = (ms, signal) =>
  new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    signal.addEventListener('abort', done)
    if (signal.aborted) done()
  })
