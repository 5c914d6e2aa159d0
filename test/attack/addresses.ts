// Addresses that somebody would like the bot to answer at: its token arrives nowhere but at the channel, and it connects to
// nothing else, not even to look.
import { signedToken } from '../helpers/key-service.ts'
import { tricky } from '../helpers/tricky-urls.ts'
import { somebody, typed } from './activities.ts'
import { startEavesdropper } from './eavesdropper.ts'
import type { Outcome } from './outcome.ts'
import { post } from './raw.ts'
import { type UnderAttack, until } from './under-attack.ts'

export async function addresses(bot: UnderAttack): Promise<Outcome> {
  const ear = await startEavesdropper()
  const there = new URL(ear.url).host
  const own = new URL(bot.connector.url).host
  const all = [
    ...tricky,
    ...near(own, there),
    ...tricky.map((url) => `${bot.connector.url}?to=${encodeURIComponent(url)}`),
  ]
  const faults: string[] = []
  let refused = 0
  let worstMs = 0
  const { turns } = await bot.tell()
  const connections = bot.connector.connections()
  for (const [at, serviceUrl] of all.entries()) {
    // The token is genuine, and names the very same address.
    const token = await signedToken(bot.proof.signingKey, { ...bot.proof.claims(), serviceurl: serviceUrl })
    const body = JSON.stringify(typed(serviceUrl, somebody(200_000 + at), 'help'))
    const { status, ms } = await post(bot.port, [`Authorization: Bearer ${token}`], body)
    worstMs = Math.max(worstMs, ms)
    if (status === 403 || status === 400) refused++
    else faults.push(`${JSON.stringify(serviceUrl)}: ${status}`)
  }
  const isOther = { ...typed(bot.connector.url, somebody(1), 'help'), serviceUrl: `http://${there}/` }
  const { status } = await post(bot.port, [bot.genuine], JSON.stringify(isOther))
  if (status !== 403) faults.push(`an address that the token does not name: ${status}`)
  const told = await bot.tell()
  const effects = told.turns - turns + (bot.connector.connections() - connections) + ear.heard()
  if (effects > 0) faults.push('an answer went out')
  faults.push(...(await redirections(bot, ear.url)))
  if (ear.heard() > 0) faults.push('a redirection was followed')
  await ear.stop()
  const { reached } = await bot.tell()
  if (!reached.includes(own)) faults.push('where the bot goes was not seen')
  const elsewhere = reached.filter((place) => !isAllowed(place, bot.allowed))
  faults.push(...elsewhere.map((place) => `it went to ${place}`))
  return {
    name: 'addresses, each named by its token',
    requests: all.length + 1,
    refused: refused + (status === 403 ? 1 : 0),
    letIn: all.length - refused,
    effects,
    worstMs,
    note: `5 redirections of the channel were not followed; in its whole life the bot went to ${elsewhere.length} other places`,
    faults,
  }
}

/** `dns.lookup` of an address is no look-up. */
const isAllowed = (place: string, allowed: readonly string[]): boolean =>
  place === 'name 127.0.0.1' || allowed.includes(place)

/** The bot's own origin is at the channel's port of this machine here, so these are as near as can be. */
const near = (own: string, there: string): readonly string[] => [
  `http://${there}/`,
  `http://${own}@${there}/`,
  `http://${own}:x@${there}/`,
  `http://${there}#@${own}/`,
  `http://${there}/?${own}`,
  `http://${there}\\@${own}/`,
  `http://${own}.${there}/`,
  `http://${own}\\.${there}/`,
  `http://localhost:${own.split(':')[1] ?? ''}/`,
  `http://127.1:${own.split(':')[1] ?? ''}/`,
  `http://0x7f000001:${own.split(':')[1] ?? ''}/`,
  `http://2130706433:${own.split(':')[1] ?? ''}/`,
  `http://[::ffff:127.0.0.1]:${own.split(':')[1] ?? ''}/`,
  `http://127.0.0.1:0${own.split(':')[1] ?? ''}/`,
  `HTTP://${own}/`,
  `https://${own}/`,
  `http:/${own}/`,
  `http:${own}/`,
  `//${own}/`,
  `http://${own}/../`,
  `http://${own}/%2e%2e/`,
  `http://${own}/#`,
  `http://${own}/?`,
  `http://${own}/@`,
  ` http://${own}/`,
  `http://${own}/ `,
  `http://${own}\t/`,
  `http://${own}\n/`,
  `http://${own}/\u0000`,
  `http://user@${own}/`,
]

async function redirections(bot: UnderAttack, elsewhere: string): Promise<string[]> {
  const faults: string[] = []
  for (const status of [301, 302, 303, 307, 308]) {
    const person = somebody(300_000 + status)
    const before = bot.connector.arrived('post')
    bot.connector.fail('post', { status, headers: { Location: `${elsewhere}/v3/` } }, { conversation: `a:${person}` })
    await post(bot.port, [bot.genuine], JSON.stringify(typed(bot.connector.url, person, 'help')))
    if (!(await until(() => bot.connector.arrived('post') > before))) faults.push(`nothing was sent to be redirected`)
  }
  bot.connector.heal()
  return faults
}
