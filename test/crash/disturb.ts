// Has one call of Graph in twenty go wrong, as calls of Graph do.
import type { SandboxCall, SandboxFault } from '../../src/sandbox/faults.ts'
import type { Sandbox } from '../../src/sandbox/server.ts'
import type { Dice } from './dice.ts'

const oneIn = 20
/** A POST that goes astray without a word from Graph has no other end than "unknown": one restart in so many. */
const oneAstrayIn = 200

const busy: SandboxFault = { status: 429, headers: { 'Retry-After': '1' } }
const forReads = [busy, { status: 503 }, { status: 500 }, 'reset'] as const satisfies SandboxFault[]
/** Each of them lets the bot find out what became of the POST. */
const forReboots = [
  busy,
  { status: 504, acts: true },
  'act-then-reset',
  'act-then-hang',
] as const satisfies SandboxFault[]

/** Comes before each call. */
export type Disturb = (sandbox: Sandbox, call: SandboxCall) => void

export function disturbedBy(dice: Dice): Disturb {
  let posts = 0
  return (sandbox, call) => {
    if (call === 'reboot' && ++posts % oneAstrayIn === oneAstrayIn / 4) sandbox.faults.set('reboot', 'reset')
    else if (dice.oneIn(oneIn))
      sandbox.faults.set(call, call === 'reboot' ? dice.pick(forReboots) : dice.pick(forReads))
  }
}
