// The process itself: what it says when it cannot start, what it loads, and that it ends when it is told to.
import assert from 'node:assert/strict'
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { type AddressInfo, createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { buildBot } from '../src/cli/build.ts'
import { variableNames } from '../src/config.ts'
import type { Trouble } from './helpers/trouble-inside.ts'

const root = path.resolve(import.meta.dirname, '..')

type Environment = Readonly<Record<string, string>>
type Outcome = { readonly code: number | null; readonly output: string }

type Started = {
  readonly port: string | undefined
  readonly child: ChildProcessWithoutNullStreams
  readonly ended: Promise<Outcome>
  readonly said: (text: RegExp) => Promise<void>
}

const brokenConfiguration = {
  RECONNECT_APP_ID: 'unmistakable-id',
  RECONNECT_APP_SECRET: 'unmistakable-secret',
  RECONNECT_PORT: '99999',
  RECONNECT_PROT: '3978',
  RECONNECT_LOG_LEVEL: 'loud',
}

const deadDatabase = 'postgresql://bot:unmistakable-secret@127.0.0.1:1/reconnect'

describe('the process', function () {
  this.timeout(60_000)
  let folder: string
  let taken: Server
  let tenant: Environment
  let metricsPort: number
  let started: Readonly<
    Record<
      | 'broken'
      | 'untenanted'
      | 'crowded'
      | 'homeless'
      | 'damaged'
      | 'serverless'
      | 'keyless'
      | 'narrow'
      | 'whole'
      | 'built'
      | 'troubled'
      | 'unread',
      Started
    >
  >

  // A process takes seconds to start, so all of them start together.
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'reconnect-main-'))
    taken = await listening()
    tenant = tenantOn(await freePort(), path.join(folder, 'data', 'reconnect.sqlite'))
    metricsPort = await freePort()
    const crowded = path.join(folder, 'crowded.sqlite')
    const damaged = path.join(folder, 'damaged.sqlite')
    await writeFile(damaged, 'This is a letter, and no database at all. '.repeat(100))
    await buildBot(buildFolder, ['src/main.ts'])
    started = {
      broken: start(brokenConfiguration),
      untenanted: start({ NODE_ENV: 'production' }),
      crowded: start(tenantOn(portOf(taken), crowded)),
      homeless: start({
        ...tenantOn(await freePort(), path.join(folder, 'homeless.sqlite')),
        RECONNECT_HOST: '192.0.2.1',
      }),
      unread: start({
        ...tenantOn(await freePort(), path.join(folder, 'unread.sqlite')),
        RECONNECT_METRICS_PORT: String(portOf(taken)),
      }),
      damaged: start({ ...tenant, RECONNECT_DATABASE_FILE: damaged }),
      serverless: start({ ...tenant, RECONNECT_DATABASE_FILE: '', DATABASE_URL: deadDatabase }),
      keyless: start({
        ...tenant,
        RECONNECT_GRAPH_CREDENTIAL: 'certificate',
        RECONNECT_GRAPH_CERTIFICATE_FILE: path.join(folder, 'missing.pem'),
      }),
      narrow: start({ RECONNECT_SANDBOX_EMPLOYEE_PORT: '57990', RECONNECT_SANDBOX_HELPDESK_PORT: '57990' }),
      troubled: start(tenantOn(await freePort(), path.join(folder, 'troubled.sqlite')), [...troubleInside, ...source]),
      whole: start({
        ...tenant,
        RECONNECT_METRICS_PORT: String(metricsPort),
        NODE_V8_COVERAGE: path.join(folder, 'loaded'),
      }),
      built: start(
        {
          ...tenantOn(await freePort(), path.join(folder, 'built.sqlite')),
          NODE_V8_COVERAGE: path.join(folder, 'loaded-built'),
        },
        [path.join(buildFolder, 'main.js')],
      ),
    }
  })
  after(async () => {
    for (const { child, ended } of Object.values(started)) {
      child.kill('SIGKILL')
      await ended
    }
    taken.close()
    await rm(folder, { recursive: true, force: true, maxRetries: 3 })
  })

  it('names every fault of a broken configuration with its cure, no value and no stack, and ends with 1', async () => {
    const { code, output } = await started.broken.ended
    assert.equal(code, 1)
    const faults = output.split('\n').filter((line) => line.startsWith('- '))
    const names = faults.map((line) => /^- (\S+) .*Cure: /.exec(line)?.[1]).sort()
    assert.deepEqual(names, [
      'RECONNECT_APP_ID',
      'RECONNECT_APP_TYPE',
      'RECONNECT_GRAPH_CREDENTIAL',
      'RECONNECT_HELPDESK_GROUP_ID',
      'RECONNECT_LOG_LEVEL',
      'RECONNECT_PORT',
      'RECONNECT_PROT',
      'RECONNECT_TENANT_ID',
    ])
    assert.doesNotMatch(output, /unmistakable|99999|loud|^\s+at /m)
  })

  it('does not start in production without a tenant: the sandbox never runs there', async () => {
    const { code, output } = await started.untenanted.ended
    assert.equal(code, 1)
    assert.match(output, /RECONNECT_APP_ID is missing, and the sandbox never runs with NODE_ENV=production/)
    assert.doesNotMatch(output, /^\s+at /m)
  })

  it('says in one sentence that its port is taken, and ends with 1', async () => {
    const { code, output } = await started.crowded.ended
    assert.equal(code, 1)
    assert.match(output, new RegExp(`^Port ${portOf(taken)} cannot be used\\. .*RECONNECT_PORT.*\n$`))
  })

  it('says in one sentence that the port of its metrics is taken, and ends with 1', async () => {
    const { code, output } = await started.unread.ended
    assert.equal(code, 1)
    assert.match(output.split('\n').at(-2) ?? '', new RegExp(`^Port ${portOf(taken)} .* RECONNECT_METRICS_PORT .*$`))
  })

  it('says in one sentence that its address is none of this machine, and ends with 1', async () => {
    const { code, output } = await started.homeless.ended
    assert.equal(code, 1)
    assert.match(output, /^RECONNECT_HOST .* is no address of this machine\. .*\n$/)
  })

  it('says in one sentence that its certificate is not there, and ends with 1', async () => {
    const { code, output } = await started.keyless.ended
    assert.equal(code, 1)
    assert.match(output.trim(), /^RECONNECT_GRAPH_CERTIFICATE_FILE [^\n]*$/)
    assert.doesNotMatch(output, /missing\.pem/)
  })

  it('says in one sentence that the sandbox needs different ports, and ends with 1', async () => {
    const { code, output } = await started.narrow.ended
    assert.equal(code, 1)
    assert.match(output.trim(), /^The sandbox needs three different ports: [^\n]*$/)
  })

  it('says in one sentence that its database is none, and ends with 1', async () => {
    const { code, output } = await started.damaged.ended
    assert.equal(code, 1)
    assert.match(output, /^The database file .*damaged\.sqlite is damaged, or is not a database\. .*\n$/)
  })

  it('says in one sentence that its database server does not answer, and ends with 1', async () => {
    const { code, output } = await started.serverless.ended
    assert.equal(code, 1)
    assert.match(
      output,
      /^The PostgreSQL database reconnect on 127\.0\.0\.1:1 cannot be opened \(ECONNREFUSED\)\. .*\n$/,
    )
    assert.doesNotMatch(output, /unmistakable/)
  })

  it('listens for a tenant, lets nobody in unproven, loads nothing of the sandbox, ends with 0 on SIGTERM', async function () {
    // There the signal ends a process without asking it.
    if (process.platform === 'win32') this.skip()
    const { child, ended, said } = started.whole
    await said(/"event":"started"/)
    const url = `http://127.0.0.1:${tenant['RECONNECT_PORT'] ?? ''}`
    assert.equal((await fetch(`${url}/healthz`)).status, 200)
    assert.equal((await fetch(`${url}/readyz`)).status, 200)
    assert.equal((await fetch(`${url}/metrics`)).status, 404)
    const metrics = await fetch(`http://127.0.0.1:${metricsPort}/metrics`)
    assert.match(await metrics.text(), /^reconnect_store_up 1$/m)
    assert.equal(await statusOfUnproven(url), 401)

    child.kill('SIGTERM')
    const { code, output } = await ended
    assert.equal(code, 0)
    assert.doesNotMatch(output, /unmistakable/)
    const loaded = await filesLoaded(path.join(folder, 'loaded'))
    assert.ok(loaded.some((file) => file.endsWith('/src/app.ts')))
    assert.deepEqual(
      loaded.filter((file) => /\/src\/sandbox\/|m365agentsplayground/.test(file)),
      [],
    )
  })

  it('is the same bot once it is built, with its libraries in its own files', async function () {
    if (process.platform === 'win32') this.skip()
    const { child, ended, said, port } = started.built
    await said(/"event":"started"/)
    const url = `http://127.0.0.1:${port}`
    assert.equal((await fetch(`${url}/readyz`)).status, 200)
    assert.equal(await statusOfUnproven(url), 401)

    child.kill('SIGTERM')
    assert.equal((await ended).code, 0)
    const loaded = (await filesLoaded(path.join(folder, 'loaded-built'))).flatMap(fileHere)
    const packages = loaded.flatMap((file) => /^node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(file)?.[1] ?? [])
    assert.deepEqual([...new Set(packages)].sort(), nativePackages)
    assert.ok(loaded.includes(path.join(buildFolder, 'main.js')))
    assert.ok(!loaded.some((file) => file.startsWith('src')))
  })

  it('checks a catalog at each start, unless it is the one that it was built with', async function () {
    if (process.platform === 'win32') this.skip()
    await started.whole.ended
    await started.built.ended
    const [fromSource, built] = await Promise.all(
      ['loaded', 'loaded-built'].map((name) => functionsRun(path.join(folder, name))),
    )
    assert.ok(fromSource?.has('indexSignatures') && fromSource.has('checkCatalog'))
    assert.ok(built?.has('indexSignatures') && !built.has('checkCatalog'))
  })

  it('makes a line of the log of whatever is printed, lives through a rejection, and ends with 1 on an exception', async () => {
    const { child, ended, said } = started.troubled
    await said(/"event":"started"/)
    const url = `http://127.0.0.1:${started.troubled.port}`
    const suffer = (trouble: Trouble) => child.stdin.write(`${trouble}\n`)
    suffer('print')
    suffer('warn')
    suffer('reject')
    suffer('reject with a text')
    await said(/"unhandled-rejection".*"error":"string"/)
    assert.equal((await fetch(`${url}/healthz`)).status, 200)

    suffer('throw')
    const { code, output } = await ended
    assert.equal(code, 1)
    assert.doesNotMatch(output, /unmistakable|at text/)
    const lines = output.trimEnd().split('\n')
    const events = lines.map((line) => {
      const { level, event, call, error, code } = JSON.parse(line) as Record<string, string | number>
      return [level, event, call ?? error, call === undefined ? code : error].filter((value) => value !== undefined)
    })
    const [, ...after] = events.slice(events.findIndex(([, event]) => event === 'started'))
    assert.deepEqual(after, [
      [40, 'library-printed', 'error', 'SyntaxError'],
      [40, 'library-printed', 'warn'],
      ...['log', 'info', 'debug', 'log', 'stdout', 'stderr'].map((call) => [30, 'library-printed', call]),
      [40, 'runtime-warning', 'DeprecationWarning', 'DEP9999'],
      [50, 'unhandled-rejection', 'RangeError'],
      [50, 'unhandled-rejection', 'string'],
      [50, 'uncaught-exception', 'TypeError'],
    ])
  })
})

const tenantOn = (port: number, databaseFile: string): Environment => ({
  RECONNECT_APP_ID: '00000000-0000-4000-8000-0000000000dd',
  RECONNECT_APP_TYPE: 'single-tenant',
  RECONNECT_TENANT_ID: '00000000-0000-4000-8000-0000000000aa',
  RECONNECT_APP_SECRET: 'unmistakable-secret',
  RECONNECT_GRAPH_CREDENTIAL: 'secret',
  RECONNECT_HELPDESK_GROUP_ID: '00000000-0000-4000-8000-0000000000bb',
  RECONNECT_HOST: '127.0.0.1',
  RECONNECT_PORT: String(port),
  RECONNECT_DATABASE_FILE: databaseFile,
  RECONNECT_METRICS_PORT: 'off',
  NODE_ENV: 'production',
})

const buildFolder = 'built-test'
/** What looks for a native part of its own from where it is. */
const nativePackages = ['@neon-rs/load', 'detect-libc', 'dtrace-provider', 'libsql']
const source = ['--import', 'tsx', 'src/main.ts']
const troubleInside = ['--import', 'tsx', '--import', './test/helpers/trouble-inside.ts']

/** Starts the process with these variables and no others of ours, whatever a .env file here may say. */
function start(environment: Environment, args: readonly string[] = source): Started {
  const none = Object.fromEntries(variableNames.map((name) => [name, '']))
  const child = spawn(process.execPath, args, {
    cwd: root,
    env: { ...process.env, NODE_ENV: '', ...none, ...environment },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  let output = ''
  const hear = (chunk: Buffer) => {
    output += chunk.toString()
  }
  child.stdout.on('data', hear)
  child.stderr.on('data', hear)
  const ended = once(child, 'close').then(([code]: unknown[]) => ({
    code: typeof code === 'number' ? code : null,
    output,
  }))
  const endedEarly = (): Promise<never> => Promise.reject(new Error(`the process ended early:\n${output}`))
  return {
    port: environment['RECONNECT_PORT'],
    child,
    ended,
    async said(text) {
      while (!text.test(output))
        await Promise.race([once(child.stdout, 'data'), once(child.stderr, 'data'), ended.then(endedEarly)])
    },
  }
}

async function listening(): Promise<Server> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  return server
}

const portOf = (server: Server): number => (server.address() as AddressInfo).port

async function freePort(): Promise<number> {
  const server = await listening()
  const port = portOf(server)
  server.close()
  await once(server, 'close')
  return port
}

async function statusOfUnproven(url: string): Promise<number> {
  const headers = { 'Content-Type': 'application/json' }
  const { status } = await fetch(`${url}/api/messages`, { method: 'POST', headers, body: '{"type":"message"}' })
  return status
}

type Coverage = { url: string; functions: { functionName: string; ranges: { count: number }[] }[] }[]

/** What the process had loaded when it ended, and which functions had run: it wrote that down itself. */
async function coverageIn(folder: string): Promise<Coverage> {
  const coverage: Coverage = []
  for (const name of await readdir(folder)) {
    const { result } = JSON.parse(await readFile(path.join(folder, name), 'utf8')) as { result: Coverage }
    coverage.push(...result)
  }
  return coverage
}

const filesLoaded = async (folder: string): Promise<string[]> =>
  (await coverageIn(folder)).map(({ url }) => url.replace(/\?.*$/, ''))

const functionsRun = async (folder: string): Promise<ReadonlySet<string>> =>
  new Set(
    (await coverageIn(folder))
      .flatMap(({ functions }) => functions)
      .filter(({ ranges }) => ranges.some(({ count }) => count > 0))
      .map(({ functionName }) => functionName),
  )

/** Where it is in this installation; Node.js's own have no file. */
const fileHere = (url: string): string[] =>
  url.startsWith('file:')
    ? [path.relative(root, fileURLToPath(url)).replaceAll('\\', '/')]
    : path.isAbsolute(url)
      ? [path.relative(root, url)]
      : []
