// The control: what is genuine gets in and is answered, also from clocks that differ a little. An attack that is refused
// tells nothing where everything is.
import { signedToken } from '../helpers/key-service.ts'
import type { Outcome } from './outcome.ts'
import { post } from './raw.ts'
import { somebody, typed } from './activities.ts'
import { type UnderAttack, until } from './under-attack.ts'

let round = 0

export async function genuine(bot: UnderAttack): Promise<Outcome> {
  const now = Math.floor(Date.now() / 1000)
  const claims = bot.proof.claims()
  const signed = (change: object) => signedToken(bot.proof.signingKey, { ...claims, ...change })
  const fast = await signed({ nbf: now + 240 })
  const slow = await signed({ exp: now - 240 })
  const headers = [bot.genuine, `Authorization: Bearer ${fast}`, `Authorization: Bearer ${slow}`]
  const faults: string[] = []
  let worstMs = 0
  round++
  for (const [at, header] of headers.entries()) {
    const person = somebody(round * 10 + at)
    const { status, ms } = await post(bot.port, [header], JSON.stringify(typed(bot.connector.url, person, 'help')))
    worstMs = Math.max(worstMs, ms)
    const isAnswered = await until(() => bot.connector.messages(`a:${person}`).length === 1)
    if (status !== 200 || !isAnswered) faults.push(`a genuine message got ${status} and no reply`)
  }
  return {
    name: 'control: genuine messages',
    requests: headers.length,
    refused: 0,
    letIn: 0,
    effects: 0,
    worstMs,
    faults,
  }
}
