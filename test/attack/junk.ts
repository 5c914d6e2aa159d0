// Tokens that are made up, each with a tenant that was never seen: none may leave a trace, in memory, in time or in the list
// of issuers that the SDK keeps for the whole process.
import { randomUUID } from 'node:crypto'
import { channelIssuer } from '../../src/teams/token-gate.ts'
import { signedToken } from '../helpers/key-service.ts'
import type { Outcome, Scale } from './outcome.ts'
import { atOnce, post } from './raw.ts'
import { somebody, typed } from './activities.ts'
import type { UnderAttack } from './under-attack.ts'

const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url')

/** One token in four names the right issuer and this bot, and then a key that nobody knows: those go furthest. */
export function junkToken(at: number, appId: string): string {
  const tid = randomUUID()
  const issuers = [
    channelIssuer,
    `https://sts.windows.net/${tid}/`,
    `https://login.microsoftonline.com/${tid}/v2.0`,
    tid,
  ]
  const claims = { iss: issuers[at % 4], aud: appId, tid, appid: appId, ver: '1.0', exp: 4e9, nbf: 0 }
  return `${part({ alg: 'RS256', kid: `junk-${at}` })}.${part(claims)}.${'A'.repeat(342)}`
}

export async function junkTokens(bot: UnderAttack, { requests }: Scale): Promise<Outcome> {
  const faults: string[] = []
  const bodyOf = (at: number) => JSON.stringify(typed(bot.connector.url, somebody(100_000 + at), 'help'))
  const before = await bot.tell()
  const genuineBefore = await msOfGenuine(bot, 0)
  const asked = bot.proof.keys.asked.metadata
  let letIn = 0
  let worstMs = 0
  const began = performance.now()
  await atOnce(
    Array.from({ length: requests }, (_, at) => at),
    50,
    async (at) => {
      const { status, ms } = await post(
        bot.port,
        [`Authorization: Bearer ${junkToken(at, bot.proof.identity.appId)}`],
        bodyOf(at),
      )
      worstMs = Math.max(worstMs, ms)
      if (status !== 401) letIn++
    },
  )
  const took = performance.now() - began
  const genuineAfter = await msOfGenuine(bot, 200)
  const after = await bot.tell()
  const fetches = bot.proof.keys.asked.metadata - asked
  if (letIn > 0) faults.push(`${letIn} were not refused with 401`)
  if (after.sdkIssuers !== before.sdkIssuers) faults.push(`the SDK knows ${after.sdkIssuers} issuers now`)
  if (fetches > Math.ceil(took / 60_000) + 1) faults.push(`the keys were asked for ${fetches} times`)
  return {
    name: 'junk tokens, each of another tenant',
    requests,
    refused: requests - letIn,
    letIn,
    effects: after.sdkIssuers - before.sdkIssuers,
    worstMs,
    note:
      `${(took / requests).toFixed(2)} ms for each; a genuine message ${genuineBefore.toFixed(1)} ms before, ` +
      `${genuineAfter.toFixed(1)} ms after; the keys were asked for ${fetches} times; ${after.sdkIssuers} issuers known to the SDK, as before`,
    faults,
  }
}

/** The middle one of many. */
async function msOfGenuine(bot: UnderAttack, from: number): Promise<number> {
  const times: number[] = []
  for (let at = from; at < from + 200; at++) {
    const authorization = `Authorization: Bearer ${await signedToken(bot.proof.signingKey, { ...bot.proof.claims(), jti: randomUUID() })}`
    const body = JSON.stringify(typed(bot.connector.url, somebody(50_000 + at), 'help'))
    times.push((await post(bot.port, [authorization], body)).ms)
  }
  return times.sort((a, b) => a - b)[100] ?? 0
}
