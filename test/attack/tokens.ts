// Every forged token with every kind of body: all are refused, and nothing in the bot moves.
import { startEavesdropper } from './eavesdropper.ts'
import { forgedTokens } from './forged-tokens.ts'
import type { Outcome } from './outcome.ts'
import { atOnce, post } from './raw.ts'
import type { UnderAttack } from './under-attack.ts'
import { wishes } from './wishes.ts'

export async function tokens(bot: UnderAttack): Promise<Outcome> {
  const ear = await startEavesdropper()
  const forgeries = await forgedTokens(bot.proof, bot.otherKeys, ear.url)
  const before = await bot.dump()
  const { turns } = await bot.tell()
  const sent = () => bot.connector.arrived('post') + bot.connector.arrived('update') + bot.gate.posts.length
  const sentBefore = sent()
  const faults: string[] = []
  let refused = 0
  let worstMs = 0
  const all = forgeries.flatMap((forgery) => wishes(bot.connector.url).map((wish) => ({ forgery, wish })))
  await atOnce(all, 10, async ({ forgery, wish }) => {
    const { status, ms } = await post(bot.port, forgery.headers, wish.body)
    worstMs = Math.max(worstMs, ms)
    if (status === forgery.status) refused++
    else faults.push(`${forgery.name} with ${wish.name}: ${status}`)
  })
  const ran = (await bot.tell()).turns - turns
  const isSame = (await bot.dump()) === before
  const effects = ran + (sent() - sentBefore) + (isSame ? 0 : 1) + ear.heard()
  await ear.stop()
  if (effects > 0) faults.push(`${ran} turns ran, the store is ${isSame ? 'the same' : 'another'}`)
  return {
    name: `${forgeries.length} forged tokens x ${wishes('').length} bodies`,
    requests: all.length,
    refused,
    letIn: all.length - refused,
    effects,
    worstMs,
    faults,
  }
}
