// Texts that somebody pastes to make the bot think for long, or by mistake with secrets in them: it stays awake, and of the
// secrets nothing is left.
import { randomBytes } from 'node:crypto'
import { somebody, typed } from './activities.ts'
import type { Outcome } from './outcome.ts'
import { post } from './raw.ts'
import { type UnderAttack, until } from './under-attack.ts'

const longestPauseMs = 250

const heavy: readonly string[] = [
  ' '.repeat(32_000),
  `0x${' '.repeat(32_000)}3`,
  '\u200b'.repeat(32_000),
  Array.from('Error code: 0x3').join('\u200d'),
  '\u202e3x0 :edoc rorrE',
  'Е\u0301'.repeat(10_000),
  'ﷺ'.repeat(10_000),
  'a'.repeat(200_000),
  '0x'.repeat(60_000),
  '('.repeat(30_000),
  '<at>'.repeat(30_000),
  'a@'.repeat(30_000),
  'https://'.repeat(15_000),
  '-'.repeat(100_000),
  '\\'.repeat(100_000),
  'x=1;'.repeat(30_000),
  'eyJ'.repeat(30_000),
  '1'.repeat(100_000),
  '::'.repeat(50_000),
  '-----BEGIN PRIVATE KEY-----\n'.repeat(3000),
  Buffer.alloc(90_000, 7).toString('base64'),
  Array.from({ length: 5000 }, (_, at) => `   at Frame${at} (file.cs:${at})`).join('\n'),
]

/** A long text that holds nothing but the bot's name, which is a blank and mentioned a great many times. */
function manyNames(): [text: string, more: object] {
  const mentioned = { id: '28:reconnect' }
  const entities = Array.from({ length: 400 }, () => ({ type: 'mention', text: ' ', mentioned }))
  return [' '.repeat(180_000), { recipient: mentioned, entities }]
}

/** What must not be found anywhere, and how it is pasted. */
function secrets(): readonly { readonly secret: string; readonly text: string }[] {
  const random = (bytes: number) => randomBytes(bytes).toString('base64url')
  const password = `Zq9!${random(9)}`
  const hex = randomBytes(32).toString('hex')
  const jwt = `eyJhbGciOiJSUzI1NiJ9.${Buffer.from(JSON.stringify({ sub: random(12) })).toString('base64url')}.${random(64)}`
  const lines = Array.from({ length: 4 }, () => randomBytes(48).toString('base64'))
  const recovery = Array.from({ length: 8 }, () =>
    String(100_000 + (randomBytes(4).readUInt32BE() % 60_000) * 11).slice(0, 6),
  ).join('-')
  return [
    { secret: jwt, text: `token ${jwt}` },
    { secret: password, text: `Server=db;User Id=sa;Password=${password};` },
    { secret: hex, text: `client_secret=${hex}` },
    { secret: lines[1] ?? '', text: `-----BEGIN PRIVATE KEY-----\n${lines.join('\n')}\n-----END PRIVATE KEY-----` },
    { secret: recovery, text: `BitLocker recovery key: ${recovery}` },
  ]
}

export async function texts(bot: UnderAttack): Promise<Outcome> {
  const faults: string[] = []
  let worstMs = 0
  let person = 800_000
  await bot.tell()
  async function say(text: string, more: object = {}): Promise<void> {
    const who = somebody(++person)
    const activity = { ...typed(bot.connector.url, who, text), ...more }
    const { status, ms } = await post(bot.port, [bot.genuine], JSON.stringify(activity))
    worstMs = Math.max(worstMs, ms)
    const isAnswered = await until(() => bot.connector.messages(`a:${who}`).length === 1)
    if (status !== 200 || !isAnswered)
      faults.push(`${status}, ${isAnswered ? '' : 'not '}answered: ${text.slice(0, 40)}`)
  }
  for (const text of heavy) await say(text)
  await say(...manyNames())
  const pause = (await bot.tell()).longestPauseMs
  if (pause > longestPauseMs) faults.push(`nothing else could be done for ${pause.toFixed(0)} ms`)
  const all = secrets()
  const firstSecret = person + 1
  for (const { text } of all) await say(`Error code: 0x3 ${text}`)
  const cards = all.map((_, at) => JSON.stringify(bot.connector.messages(`a:${somebody(firstSecret + at)}`)))
  const places = { store: await bot.dump(), log: bot.log(), cards: cards.join('\n') }
  let found = 0
  for (const [place, text] of Object.entries(places))
    for (const { secret } of all)
      if (text.includes(secret)) {
        found++
        faults.push(`a secret is in the ${place}`)
      }
  return {
    name: 'heavy texts, and secrets',
    requests: heavy.length + 1 + all.length,
    refused: 0,
    letIn: found,
    effects: 0,
    worstMs,
    note: `the longest pause of the event loop ${pause.toFixed(0)} ms; ${all.length} secrets, ${found} of them found in store, log or cards`,
    faults,
  }
}
