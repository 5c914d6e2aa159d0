// The licences of what the running bot is made of, and the list of its parts.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const cwd = path.resolve(import.meta.dirname, '..')

describe('the licences', () => {
  it('of everything in the running bot are permissive', async () => {
    const { stdout } = await run(process.execPath, ['--import', 'tsx', 'test/licences.ts'], { cwd })
    assert.match(stdout, /^botbuilder@4\.23\.3 MIT$/m)
    assert.doesNotMatch(stdout, /^mocha@/m)
  })

  it('are of the parts that the list of parts names, made without a network', async () => {
    const words = ['sbom', '--sbom-format', 'cyclonedx', '--omit', 'dev', '--package-lock-only', '--offline']
    const { stdout } = await run('npm', words, { cwd, maxBuffer: 16 * 1024 * 1024 })
    const { components } = JSON.parse(stdout) as { components: { name: string }[] }
    const names = components.map(({ name }) => name)
    assert.ok(names.includes('botbuilder') && !names.includes('mocha'))
  })
})
