// The manifest that `reconnect package` builds: valid for Teams, true about the bot, and with no more rights than it needs.
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import draft04 from 'ajv-draft-04'
import formats from 'ajv-formats'
import { unzipSync } from 'fflate'
import * as z from 'zod'
import { parseCommand } from '../../src/core/commands.ts'
import { offeredCommands } from '../../src/core/texts.ts'
import { projectRoot, reconnect } from '../cli/run-reconnect.ts'

const appId = '3f1d2c5e-0001-4a7b-9c3d-5e6f7a8b9c01'
const schemaFile = path.join(projectRoot, 'test/schemas/teams-manifest-v1.30/MicrosoftTeams.schema.json')

const manifestShape = z.looseObject({
  $schema: z.string(),
  id: z.string(),
  name: z.looseObject({ short: z.string() }),
  bots: z.tuple([
    z.looseObject({
      botId: z.string(),
      scopes: z.array(z.string()),
      supportsFiles: z.boolean(),
      commandLists: z.array(z.object({ scopes: z.array(z.string()), commands: z.array(z.unknown()) })),
    }),
  ]),
  permissions: z.array(z.string()),
  validDomains: z.array(z.string()),
})

const ajv = new draft04.default({ strict: false, allErrors: true })
formats.default(ajv)

/** What is wrong with a manifest, by the schema of Teams. */
function faultsOf(manifest: object): string[] {
  const schema: unknown = JSON.parse(readFileSync(schemaFile, 'utf8'))
  assert.ok(typeof schema === 'object' && schema !== null)
  const validate = ajv.getSchema('manifest') ?? ajv.addSchema(schema, 'manifest').getSchema('manifest')
  assert.ok(validate)
  void validate(manifest)
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`)
}

describe('the manifest', () => {
  let text = ''
  let manifest: z.infer<typeof manifestShape>

  before(async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'reconnect-manifest-'))
    const out = path.join(folder, 'app.zip')
    await reconnect(['package', '--app-id', appId, '--out', out])
    text = Buffer.from(unzipSync(readFileSync(out))['manifest.json'] ?? []).toString('utf8')
    rmSync(folder, { recursive: true })
    manifest = manifestShape.parse(JSON.parse(text))
  })

  it('is valid by the schema of Teams 1.30, and names it', () => {
    assert.deepEqual(faultsOf(manifest), [])
    assert.equal(
      manifest.$schema,
      'https://developer.microsoft.com/json-schemas/teams/v1.30/MicrosoftTeams.schema.json',
    )
  })

  it('would not be valid with a short name of 31 characters', () => {
    const named = (short: string) => ({ ...manifest, name: { ...manifest.name, short } })
    assert.deepEqual(faultsOf(named('x'.repeat(30))), [])
    assert.deepEqual(faultsOf(named('x'.repeat(31))), ['/name/short must NOT have more than 30 characters'])
  })

  it('has every placeholder filled in', () => {
    assert.doesNotMatch(text, /\{\{|\}\}/)
    assert.deepEqual([manifest.id, manifest.bots[0].botId], [appId, appId])
  })

  it('offers the bot in personal chats, teams and group chats, without files', () => {
    assert.deepEqual(manifest.bots[0].scopes, ['personal', 'team', 'groupChat'])
    assert.equal(manifest.bots[0].supportsFiles, false)
  })

  it('lists the commands of the help card wherever the bot is, and only those', () => {
    const commands = offeredCommands.map(({ title, description }) => ({ title, description }))
    assert.deepEqual(manifest.bots[0].commandLists, [{ scopes: manifest.bots[0].scopes, commands }])
  })

  it('lists commands that the bot understands as they are written', () => {
    for (const { name, title } of offeredCommands) assert.equal(parseCommand(title), name)
  })

  it('asks for no more than to know who writes and to answer them', () => {
    assert.deepEqual(manifest.permissions, ['identity', 'messageTeamMembers'])
    assert.deepEqual(manifest.validDomains, [])
    for (const right of ['authorization', 'webApplicationInfo', 'devicePermissions', 'composeExtensions'])
      assert.ok(!Object.hasOwn(manifest, right), right)
  })
})
