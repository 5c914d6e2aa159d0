// The process itself: what it says when it cannot start, what it loads, and that it ends when it is told to.
import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { variableNames } from '../src/config.ts'

const root = path.resolve(import.meta.dirname, '..')

type Environment = Readonly<Record<string, string>>
type Outcome = { readonly code: number | null; readonly output: string }

describe('starting', () => {
  let folder: string
  let child: ChildProcess | undefined

  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'reconnect-main-'))
  })
  afterEach(async () => {
    child?.kill('SIGKILL')
    child = undefined
    await rm(folder, { recursive: true, force: true, maxRetries: 3 })
  })

  /** Starts the process with these variables and no others of ours, whatever a .env file here may say. */
  function start(environment: Environment): { child: ChildProcess; ended: Promise<Outcome>; said: (text: RegExp) => Promise<void> } {
    const none = Object.fromEntries(variableNames.map((name) => [name, '']))
    const started = spawn(process.execPath, ['--import', 'tsx', 'src/main.ts'], {
      cwd: root,
      env: { ...process.env, NODE_ENV: '', ...none, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    child = started
    let output = ''
    const heard = (chunk: Buffer) => {
      output += chunk.toString()
    }
    started.stdout.on('data', heard)
    started.stderr.on('data', heard)
    const ended = once(started, 'close').then(([code]: unknown[]) => ({ code: typeof code === 'number' ? code : null, output }))
    const said = async (text: RegExp): Promise<void> => {
      while (!text.test(output))
        await Promise.race([
          once(started.stdout, 'data'),
          once(started.stderr, 'data'),
          ended.then(() => Promise.reject(new Error(`it ended before it said ${text.source}:\n${output}`))),
        ])
    }
    return { child: started, ended, said }
  }

  const tenant = async (port: number): Promise<Environment> => ({
    RECONNECT_APP_ID: '00000000-0000-4000-8000-0000000000dd',
    RECONNECT_APP_TYPE: 'single-tenant',
    RECONNECT_TENANT_ID: '00000000-0000-4000-8000-0000000000aa',
    RECONNECT_APP_SECRET: 'unmistakable-secret',
    RECONNECT_GRAPH_CREDENTIAL: 'secret',
    RECONNECT_HELPDESK_GROUP_ID: '00000000-0000-4000-8000-0000000000bb',
    RECONNECT_HOST: '127.0.0.1',
    RECONNECT_PORT: String(port === 0 ? await freePort() : port),
    RECONNECT_DATABASE_FILE: path.join(folder, 'data', 'reconnect.sqlite'),
    NODE_ENV: 'production',
  })

  it('with a broken configuration names every fault and its cure, no value and no stack, and ends with 1', async () => {
    const { code, output } = await start({
      RECONNECT_APP_ID: 'unmistakable-id',
      RECONNECT_APP_SECRET: 'unmistakable-secret',
      RECONNECT_PORT: '99999',
      RECONNECT_PROT: '3978',
      RECONNECT_LOG_LEVEL: 'loud',
    }).ended
    assert.equal(code, 1)
    const faults = output.split('\n').filter((line) => line.startsWith('- '))
    for (const name of [
      'RECONNECT_APP_ID',
      'RECONNECT_APP_TYPE',
      'RECONNECT_TENANT_ID',
      'RECONNECT_GRAPH_CREDENTIAL',
      'RECONNECT_HELPDESK_GROUP_ID',
      'RECONNECT_PORT',
      'RECONNECT_PROT',
      'RECONNECT_LOG_LEVEL',
    ])
      assert.equal(faults.filter((line) => line.startsWith(`- ${name} `) && line.includes('Cure: ')).length, 1, name)
    assert.equal(faults.length, 8)
    assert.doesNotMatch(output, /unmistakable|99999|loud|^\s+at /m)
  })

  it('in production without a tenant is refused: the sandbox never runs there', async () => {
    const { code, output } = await start({ NODE_ENV: 'production' }).ended
    assert.equal(code, 1)
    assert.match(output, /RECONNECT_APP_ID is missing, and the sandbox never runs with NODE_ENV=production/)
    assert.doesNotMatch(output, /^\s+at /m)
  })

  it('on a taken port says so in one sentence, and ends with 1', async () => {
    const other = await listening()
    try {
      const { port } = other.address() as AddressInfo
      const { code, output } = await start(await tenant(port)).ended
      assert.equal(code, 1)
      const [sentence, ...rest] = output.trim().split('\n')
      assert.match(sentence ?? '', new RegExp(`^Port ${port} cannot be used\\. .*RECONNECT_PORT`))
      assert.deepEqual(rest, [])
    } finally {
      other.close()
    }
  })

  it('on a database that is none says so in one sentence, and ends with 1', async () => {
    const environment = { ...(await tenant(0)), RECONNECT_DATABASE_FILE: path.join(root, 'package.json') }
    const { code, output } = await start(environment).ended
    assert.equal(code, 1)
    assert.match(output, /package\.json is damaged, or is not a database/)
    assert.doesNotMatch(output, /^\s+at /m)
  })

  it('with a tenant listens, lets nobody in unproven, loads nothing of the sandbox, and ends with 0 on SIGTERM', async function () {
    // There the signal ends a process without asking it.
    if (process.platform === 'win32') this.skip()
    const environment = await tenant(0)
    const running = start({ ...environment, NODE_V8_COVERAGE: path.join(folder, 'loaded') })
    await running.said(/"event":"started"/)
    const url = `http://127.0.0.1:${environment['RECONNECT_PORT'] ?? ''}`
    assert.equal((await fetch(`${url}/healthz`)).status, 200)
    assert.equal((await fetch(`${url}/readyz`)).status, 200)
    const unproven = await fetch(`${url}/api/messages`, { method: 'POST', body: '{"type":"message"}' })
    assert.equal(unproven.status, 401)

    running.child.kill('SIGTERM')
    const { code, output } = await running.ended
    assert.equal(code, 0)
    assert.doesNotMatch(output, /unmistakable/)
    const loaded = await filesLoaded(path.join(folder, 'loaded'))
    assert.ok(loaded.some((url) => url.endsWith('/src/app.ts')))
    assert.deepEqual(loaded.filter((url) => /\/src\/sandbox\/|m365agentsplayground/.test(url)), [])
  })
})

async function listening(): Promise<Server> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return server
}

async function freePort(): Promise<number> {
  const server = await listening()
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

/** What the process had loaded when it ended: it wrote that down itself. */
async function filesLoaded(folder: string): Promise<string[]> {
  const files: string[] = []
  for (const name of await readdir(folder)) {
    const { result } = JSON.parse(await readFile(path.join(folder, name), 'utf8')) as { result: { url: string }[] }
    files.push(...result.map(({ url }) => url.replace(/\?.*$/, '')))
  }
  return files
}
