// Whose activities are heard: those of the configured tenant, with a token of the channel.
import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type App, type Content, createApp, readContent } from '../../src/app.ts'
import * as texts from '../../src/core/texts.ts'
import { createLog } from '../../src/log.ts'
import { people, tenantId } from '../../src/sandbox/tenant.ts'
import { createAdapter } from '../../src/teams/adapter.ts'
import { createDoor } from '../../src/teams/door.ts'
import type { TokenRefusal } from '../../src/teams/token-gate.ts'
import { chatOf, startBot, type TestBot, words } from '../helpers/bot.ts'
import { patientTurn } from '../helpers/patient-turn.ts'
import { graphAt } from '../helpers/graph-adapter.ts'
import { loopback } from '../helpers/key-service.ts'

const { ana } = people

describe('a bot of one tenant', () => {
  let content: Content
  let bot: TestBot

  before(async () => {
    content = await readContent()
  })
  beforeEach(async () => {
    bot = await startBot({ channels: [] })
  })
  afterEach(() => bot.stop())

  /** Hands the activity to a bot that belongs to `tenant`; the authentication lies before it and is left out here. */
  async function receive(tenant: string, change: object): Promise<{ status: number; posts: number }> {
    const world = bot.world()
    const { render } = content
    const door = createDoor({
      adapter: createAdapter({ kind: 'none' }, loopback, world.log, 8000),
      turns: { world, render },
      guard: { token: undefined, activity: { origins: [new URL(bot.connector.url).origin], tenantId: tenant } },
      times: patientTurn,
      mostTurns: 9,
      perPerson: { most: 1_000_000, everyMs: 1 },
    })
    const activity = {
      type: 'message',
      text: 'hi',
      id: 'activity-1',
      channelId: 'msteams',
      serviceUrl: bot.connector.url,
      from: { id: `29:${ana.id}`, name: ana.name, aadObjectId: ana.id },
      recipient: { id: '28:reconnect', name: 'Reconnect' },
      conversation: { id: chatOf(ana).id, conversationType: 'personal', tenantId },
      channelData: { tenant: { id: tenantId } },
      ...change,
    }
    const { status } = await door.receive({ authorization: '', serviceUrl: undefined }, activity, 'digest')
    return { status, posts: bot.connector.messages(chatOf(ana).id).length }
  }

  it('answers the people of this tenant, however its id is written', async () => {
    assert.deepEqual(await receive(tenantId.toUpperCase(), {}), { status: 200, posts: 1 })
  })

  const foreign = '00000000-0000-4000-8000-0000000000ff'
  const strangers: [string, object][] = [
    ['people of another tenant', { channelData: { tenant: { id: foreign } } }],
    [
      'a conversation of another tenant',
      { channelData: undefined, conversation: { id: chatOf(ana).id, tenantId: foreign } },
    ],
    ['activities without any tenant', { channelData: undefined, conversation: { id: chatOf(ana).id } }],
  ]
  for (const [name, change] of strangers)
    it(`tells ${name} that it is not for them, remembers nothing of them, and says so in the log`, async () => {
      assert.deepEqual(await receive(tenantId, change), { status: 200, posts: 1 })
      assert.ok(words(bot.lastCard(chatOf(ana))).startsWith(texts.stranger.title))
      assert.equal(await bot.world().conversations.personal(ana.id), undefined)
      assert.match(bot.lines.join(''), /foreign-tenant/)
    })

  const faceless: [string, object][] = [
    ['nobody', { from: undefined }],
    ['somebody without an Entra id', { from: { id: '29:x', name: 'Ana Ferreira' } }],
  ]
  for (const [name, change] of faceless)
    it(`leaves an activity of ${name} unanswered`, async () => {
      assert.deepEqual(await receive(tenantId, change), { status: 200, posts: 0 })
    })
})

describe('a bot with an identity', () => {
  let folder: string
  let app: App
  let url: string
  const lines: string[] = []

  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'reconnect-identity-'))
    const appId = '00000000-0000-4000-8000-0000000000dd'
    app = await createApp({
      host: '127.0.0.1',
      port: 0,
      database: { kind: 'sqlite', file: path.join(folder, 'reconnect.db') },
      rules: { cooldownMinutes: 30, dailyCap: 3 },
      retentionDays: 30,
      identity: { kind: 'single-tenant', appId, tenantId, secret: 'not-a-secret' },
      graph: graphAt('http://127.0.0.1:9'),
      log: createLog('info', { write: (line) => void lines.push(line) }),
      worker: 'manual',
    })
    url = `http://127.0.0.1:${await app.start()}/api/messages`
  })
  after(async () => {
    await app.stop()
    await rm(folder, { recursive: true, force: true, maxRetries: 3 })
  })

  const unproven: [string, TokenRefusal, Record<string, string>][] = [
    ['no token', 'no-token', {}],
    ['an empty one', 'no-token', { Authorization: '' }],
    ['half a header', 'malformed', { Authorization: 'Bearer' }],
    ['another scheme', 'malformed', { Authorization: 'Basic YW5hOmFuYQ==' }],
    ['junk', 'malformed', { Authorization: 'Bearer junk' }],
    ['junk in three parts', 'malformed', { Authorization: 'Bearer a.b.c' }],
  ]
  for (const [name, why, headers] of unproven)
    it(`answers ${name} with 401, and nobody hears the activity`, async () => {
      const body = JSON.stringify({
        type: 'message',
        text: 'set up helpdesk here',
        channelId: 'msteams',
        serviceUrl: 'http://127.0.0.1:9/',
        from: { id: '29:x', aadObjectId: ana.id },
        recipient: { id: '28:reconnect' },
        conversation: { id: 'c', tenantId },
      })
      const response = await fetch(url, {
        method: 'POST',
        headers: { 'Content-Type': 'application/json', ...headers },
        body,
      })
      assert.equal(response.status, 401)
      assert.deepEqual(await response.json(), { error: 'unauthorized' })
      assert.equal(await app.world.conversations.personal(ana.id), undefined)
      assert.match(lines.join(''), new RegExp(`"event":"refused-at-door","why":"${why}"`))
    })
})
