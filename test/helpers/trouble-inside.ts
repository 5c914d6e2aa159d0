// Loaded into the real process before its own code, and told by its parent what is to go wrong in there.
import { createInterface } from 'node:readline'
import { setImmediate } from 'node:timers'

const marked = 'unmistakable\n    at text\u001b[31m'

const troubles = {
  throw: () => {
    setImmediate(() => {
      throw new TypeError(marked)
    })
  },
  reject: () => {
    void Promise.reject(new RangeError(marked))
  },
  'reject with a text': () => {
    const thrown: unknown = marked
    void Promise.resolve().then(() => {
      throw thrown
    })
  },
  print: () => {
    console.error(marked, new SyntaxError(marked))
    console.warn(marked)
    console.log(marked)
    console.info(marked)
    console.debug(marked)
    console.table([{ marked }])
    process.stdout.write(marked)
    process.stderr.write(marked)
  },
  warn: () => {
    process.emitWarning(marked, 'DeprecationWarning', 'DEP9999')
  },
}

export type Trouble = keyof typeof troubles

createInterface(process.stdin).on('line', (line) => {
  troubles[line as Trouble]()
})
