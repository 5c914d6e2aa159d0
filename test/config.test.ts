// The configuration: what is understood, what is refused and how, and that .env.example tells all of it.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { parseEnv } from 'node:util'
import fc from 'fast-check'
import {
  type Config,
  describeConfigFault,
  type GraphCredential,
  readConfig,
  readStore,
  type TenantConfig,
  variableNames,
} from '../src/config.ts'
import { root } from '../src/root.ts'

const appId = '3f1d2c5e-0001-4a7b-9c3d-5e6f7a8b9c01'
const tenantId = '3f1d2c5e-0002-4a7b-9c3d-5e6f7a8b9c02'
const groupId = '3f1d2c5e-0003-4a7b-9c3d-5e6f7a8b9c03'
const graphAppId = '3f1d2c5e-0004-4a7b-9c3d-5e6f7a8b9c04'

/** A whole tenant: a bot with a client secret, which serves for Graph as well. */
const tenant = {
  RECONNECT_APP_ID: appId,
  RECONNECT_APP_TYPE: 'single-tenant',
  RECONNECT_TENANT_ID: tenantId,
  RECONNECT_APP_SECRET: 'the-app-secret',
  RECONNECT_GRAPH_CREDENTIAL: 'secret',
  RECONNECT_HELPDESK_GROUP_ID: groupId,
}

type Environment = Parameters<typeof readConfig>[0]

function configOf(env: Environment): Config {
  const reading = readConfig(env)
  assert.ok(reading.ok, reading.ok ? '' : reading.faults.map(describeConfigFault).join('\n'))
  return reading.config
}

function tenantOf(env: Environment): TenantConfig {
  const config = configOf(env)
  assert.equal(config.mode, 'tenant')
  return config
}

function faultsOf(env: Environment): string[] {
  const reading = readConfig(env)
  return reading.ok ? [] : reading.faults.map(describeConfigFault)
}

/** The variables that are at fault, in the order in which they are named. */
const faultyIn = (env: Environment) => faultsOf(env).map((fault) => fault.split(' ')[0])

describe('the configuration of the sandbox', () => {
  const sandbox = {
    mode: 'sandbox',
    host: '127.0.0.1',
    port: 3978,
    database: { kind: 'sqlite', file: path.join(root, 'data', 'sandbox.sqlite') },
    logLevel: 'info',
    rules: { cooldownMinutes: 30, dailyCap: 3 },
    retentionDays: 30,
    metrics: undefined,
    redactNames: [],
    employeePort: 56_150,
    helpdeskPort: 56_151,
  }

  it('is what nothing at all stands for', () => {
    assert.deepEqual(configOf({}), sandbox)
  })

  it('is also what empty variables and those of other programs stand for', () => {
    assert.deepEqual(configOf({ RECONNECT_APP_ID: '', RECONNECT_HOST: '', PORT: '80', PATH: '/bin' }), sandbox)
  })

  it('takes ports, file, log level and rules', () => {
    const own = configOf({
      RECONNECT_PORT: '4000',
      RECONNECT_DATABASE_FILE: 'own.sqlite',
      RECONNECT_LOG_LEVEL: 'warn',
      RECONNECT_RESTART_COOLDOWN_MINUTES: '5',
      RECONNECT_RESTART_DAILY_CAP: '7',
      RECONNECT_RETENTION_DAYS: '90',
      RECONNECT_METRICS_PORT: '4003',
      RECONNECT_REDACT_NAMES: 'CPC-*, contoso,,Anna Muster ',
      RECONNECT_SANDBOX_EMPLOYEE_PORT: '4001',
      RECONNECT_SANDBOX_HELPDESK_PORT: '4002',
    })
    assert.deepEqual(own, {
      ...sandbox,
      port: 4000,
      database: { kind: 'sqlite', file: path.join(root, 'own.sqlite') },
      logLevel: 'warn',
      rules: { cooldownMinutes: 5, dailyCap: 7 },
      retentionDays: 90,
      metrics: { host: '127.0.0.1', port: 4003 },
      redactNames: ['CPC-*', 'contoso', 'Anna Muster'],
      employeePort: 4001,
      helpdeskPort: 4002,
    })
  })

  it('cannot be changed afterwards', () => {
    assert.ok(Object.isFrozen(configOf({})))
  })

  it('keeps its file, whatever program the DATABASE_URL of this machine is for', () => {
    assert.deepEqual(configOf({ DATABASE_URL: 'mysql://somebody@somewhere/else' }), sandbox)
  })

  it('refuses a host, since the sandbox keeps to this machine', () => {
    for (const variable of ['RECONNECT_HOST', 'RECONNECT_METRICS_HOST'])
      assert.deepEqual(faultsOf({ [variable]: '0.0.0.0' }), [
        `${variable} is set, but the sandbox listens on loopback only. Cure: remove it, or configure a tenant.`,
      ])
  })

  it('is refused in production', () => {
    assert.deepEqual(faultsOf({ NODE_ENV: 'production' }), [
      'RECONNECT_APP_ID is missing, and the sandbox never runs with NODE_ENV=production. ' +
        'Cure: configure a tenant as in .env.example, or unset NODE_ENV to try the sandbox.',
    ])
  })
})

describe('the configuration of a tenant', () => {
  it('has its ids as tokens and Graph write them', () => {
    const { bot, helpdeskGroupId } = tenantOf({
      ...tenant,
      RECONNECT_APP_ID: appId.toUpperCase(),
      RECONNECT_TENANT_ID: tenantId.toUpperCase(),
      RECONNECT_HELPDESK_GROUP_ID: groupId.toUpperCase(),
    })
    assert.deepEqual([bot.appId, bot.tenantId, helpdeskGroupId], [appId, tenantId, groupId])
  })

  it('is the bot, its way to Graph and the helpdesk, open to the network', () => {
    assert.deepEqual(configOf(tenant), {
      mode: 'tenant',
      host: '0.0.0.0',
      port: 3978,
      database: { kind: 'sqlite', file: path.join(root, 'data', 'reconnect.sqlite') },
      logLevel: 'info',
      rules: { cooldownMinutes: 30, dailyCap: 3 },
      retentionDays: 30,
      metrics: { host: '127.0.0.1', port: 9464 },
      redactNames: [],
      bot: { kind: 'single-tenant', appId, tenantId, secret: 'the-app-secret' },
      graph: { credential: { kind: 'secret', tenantId, clientId: appId, secret: 'the-app-secret' }, beta: true },
      helpdeskGroupId: groupId,
      serviceOrigins: ['https://smba.trafficmanager.net'],
    })
  })

  it('has other hosts of Teams where the cloud has', () => {
    const RECONNECT_SERVICE_HOSTS = 'smba.infra.gcc.teams.microsoft.com, smba.trafficmanager.net'
    assert.deepEqual(tenantOf({ ...tenant, RECONNECT_SERVICE_HOSTS }).serviceOrigins, [
      'https://smba.infra.gcc.teams.microsoft.com',
      'https://smba.trafficmanager.net',
    ])
  })

  it('is the same in production', () => {
    assert.deepEqual(configOf({ ...tenant, NODE_ENV: 'production' }), configOf(tenant))
  })

  it('needs no secret where a managed identity does everything', () => {
    const { bot, graph } = tenantOf({
      ...tenant,
      RECONNECT_APP_TYPE: 'managed-identity',
      RECONNECT_APP_SECRET: '',
      RECONNECT_GRAPH_CREDENTIAL: 'managed-identity',
    })
    assert.deepEqual(bot, { kind: 'managed-identity', appId, tenantId })
    assert.deepEqual(graph.credential, { kind: 'managed-identity', clientId: appId })
  })

  it('takes the host, and leaves Graph’s beta out when told to', () => {
    const { host, graph } = tenantOf({ ...tenant, RECONNECT_HOST: '::1', RECONNECT_GRAPH_BETA: 'off' })
    assert.deepEqual({ host, beta: graph.beta }, { host: '::1', beta: false })
  })

  it('shows its metrics on this machine unless told otherwise, or to nobody', () => {
    const { metrics } = tenantOf({ ...tenant, RECONNECT_METRICS_HOST: '10.0.0.4', RECONNECT_METRICS_PORT: '9000' })
    assert.deepEqual(metrics, { host: '10.0.0.4', port: 9000 })
    assert.equal(tenantOf({ ...tenant, RECONNECT_METRICS_PORT: 'off' }).metrics, undefined)
  })

  it('keeps everything on PostgreSQL when DATABASE_URL says where', () => {
    const url = 'postgresql://bot:secret@db.contoso.com/reconnect?sslmode=verify-full'
    assert.deepEqual(tenantOf({ ...tenant, DATABASE_URL: url }).database, { kind: 'postgres', url })
  })

  const app = { tenantId, clientId: graphAppId }
  const credentials: readonly { env: Environment; credential: GraphCredential }[] = [
    { env: {}, credential: { kind: 'managed-identity', clientId: graphAppId } },
    {
      env: { RECONNECT_GRAPH_TOKEN_FILE: '/run/token' },
      credential: { kind: 'workload-identity', ...app, tokenFile: '/run/token' },
    },
    {
      env: { RECONNECT_GRAPH_CERTIFICATE_FILE: 'graph.pem' },
      credential: { kind: 'certificate', ...app, certificateFile: 'graph.pem' },
    },
    { env: { RECONNECT_GRAPH_SECRET: 'its-own' }, credential: { kind: 'secret', ...app, secret: 'its-own' } },
  ]
  for (const { env, credential } of credentials) {
    it(`signs in to Graph by ${credential.kind}, as another app if one is named`, () => {
      const graph = { RECONNECT_GRAPH_CREDENTIAL: credential.kind, RECONNECT_GRAPH_CLIENT_ID: graphAppId, ...env }
      assert.deepEqual(tenantOf({ ...tenant, ...graph }).graph.credential, credential)
    })
  }
})

describe('a configuration that is wrong', () => {
  const always = [
    'RECONNECT_APP_ID',
    'RECONNECT_APP_TYPE',
    'RECONNECT_TENANT_ID',
    'RECONNECT_GRAPH_CREDENTIAL',
    'RECONNECT_HELPDESK_GROUP_ID',
  ]

  it('names everything that half a tenant lacks, at once', () => {
    assert.deepEqual(faultyIn({ RECONNECT_APP_SECRET: 'secret' }), always)
    assert.deepEqual(faultyIn({ RECONNECT_HELPDESK_GROUP_ID: groupId }), always.slice(0, -1))
  })

  it('tells what is missing, why, and what to give', () => {
    assert.deepEqual(faultsOf({ ...tenant, RECONNECT_TENANT_ID: undefined }), [
      'RECONNECT_TENANT_ID is missing: a tenant needs it. Cure: give the id of your Microsoft Entra tenant, a GUID.',
    ])
  })

  for (const [change, lacks] of [
    [{ RECONNECT_APP_SECRET: '', RECONNECT_GRAPH_CREDENTIAL: 'managed-identity' }, 'RECONNECT_APP_SECRET'],
    [{ RECONNECT_GRAPH_CREDENTIAL: 'certificate' }, 'RECONNECT_GRAPH_CERTIFICATE_FILE'],
    [{ RECONNECT_GRAPH_CREDENTIAL: 'workload-identity' }, 'RECONNECT_GRAPH_TOKEN_FILE'],
    [{ RECONNECT_APP_TYPE: 'managed-identity', RECONNECT_APP_SECRET: '' }, 'RECONNECT_GRAPH_SECRET'],
  ] as const) {
    it(`lacks ${lacks} where only that is missing`, () => {
      assert.deepEqual(faultyIn({ ...tenant, ...change }), [lacks])
    })
  }

  it('names a variable that does not exist, even an empty one', () => {
    const fault =
      'RECONNECT_PROT is not a variable of Reconnect. Cure: correct the spelling; .env.example lists them all.'
    assert.deepEqual(faultsOf({ RECONNECT_PROT: '80' }), [fault])
    assert.deepEqual(faultsOf({ ...tenant, RECONNECT_PROT: '' }), [fault])
  })

  it('does not take a name of every object for a variable', () => {
    assert.deepEqual(configOf({ constructor: 'x', toString: 'y' }), configOf({}))
  })

  for (const [variable, value, cure] of [
    ['RECONNECT_APP_ID', 'reconnect', 'give the application (client) id of the bot, a GUID'],
    ['RECONNECT_APP_TYPE', 'multi-tenant', 'give single-tenant or managed-identity'],
    ['RECONNECT_TENANT_ID', `${tenantId}0`, 'give the id of your Microsoft Entra tenant, a GUID'],
    ['RECONNECT_GRAPH_CREDENTIAL', 'password', 'give managed-identity, workload-identity, certificate or secret'],
    ['RECONNECT_GRAPH_CLIENT_ID', '7', 'give the client id that calls Graph, a GUID; the app id if left out'],
    ['RECONNECT_GRAPH_BETA', 'true', 'give on or off'],
    ['RECONNECT_HELPDESK_GROUP_ID', 'helpdesk', 'give the object id of the helpdesk group, a GUID'],
    ...[
      'https://smba.trafficmanager.net',
      'smba.trafficmanager.net/',
      '*.trafficmanager.net',
      'smba:443',
      'SMBA.example',
      'a.example,',
    ].map(
      (hosts) =>
        [
          'RECONNECT_SERVICE_HOSTS',
          hosts,
          'give up to ten host names of Teams, in lower case, with commas between them',
        ] as const,
    ),
    ['RECONNECT_HOST', 'http://here', 'give a host name or address to listen on'],
    ['RECONNECT_PORT', '65536', 'give a port number from 1 to 65535'],
    ['RECONNECT_LOG_LEVEL', 'trace', 'give info, warn or error'],
    ['RECONNECT_RESTART_COOLDOWN_MINUTES', '0', 'give whole minutes from 1 to 1440'],
    ['RECONNECT_RESTART_DAILY_CAP', '2.5', 'give a whole number from 1 to 20'],
    ['RECONNECT_RETENTION_DAYS', '366', 'give whole days from 1 to 365'],
    ['RECONNECT_METRICS_HOST', 'http://here', 'give a host name or address to listen on'],
    ['RECONNECT_METRICS_PORT', 'on', 'give a port number from 1 to 65535, or off'],
    ['RECONNECT_SANDBOX_EMPLOYEE_PORT', 'http', 'give a port number from 1 to 65535'],
    ['RECONNECT_SANDBOX_HELPDESK_PORT', '-1', 'give a port number from 1 to 65535'],
  ] as const) {
    it(`refuses ${value}, which ${variable} cannot be`, () => {
      const fault = `${variable} has a value that cannot be used. Cure: ${cure}.`
      assert.deepEqual(faultsOf({ ...tenant, [variable]: value }), [fault])
    })
  }

  it('takes names to mask that can be looked for quickly and mean something, and not too many', () => {
    const faults = (names: string) => faultsOf({ ...tenant, RECONNECT_REDACT_NAMES: names })
    assert.deepEqual(faults([...Array<string>(199).fill('ab'), 'x'.repeat(64), '*-avd-*'].slice(1).join()), [])
    const cure =
      'Cure: give at most 200 names, with commas between them, each of 2 to 64 characters and with at most two *.'
    for (const refused of ['*', 'ab,*x*', 'a*b*c*d', 'x'.repeat(65), Array(201).fill('ab').join()])
      assert.deepEqual(faults(refused), [
        `RECONNECT_REDACT_NAMES has too many names, or one that cannot be used. ${cure}`,
      ])
  })

  it('names everything that is wrong with the address of the database, with its cure', () => {
    const cure =
      'Cure: give postgresql://ROLE:PASSWORD@HOST:PORT/DATABASE, with special characters of the password as in %40 for @, ' +
      'and behind it, where wanted, ?sslmode=verify-full.'
    assert.deepEqual(faultsOf({ ...tenant, DATABASE_URL: 'postgres://db.contoso.com/' }), [
      `DATABASE_URL names no role. ${cure}`,
      `DATABASE_URL names no database, or one with characters that have to be percent-encoded. ${cure}`,
    ])
  })

  it('would have any certificate taken for that of Teams and Graph', () => {
    const env = { ...tenant, NODE_TLS_REJECT_UNAUTHORIZED: '0' }
    assert.deepEqual(faultsOf(env), [
      'NODE_TLS_REJECT_UNAUTHORIZED is 0, so that anybody could pass for Teams and Graph. ' +
        'Cure: remove it; an authority of your own goes into a file that NODE_EXTRA_CA_CERTS names.',
    ])
    assert.deepEqual(faultsOf({ ...tenant, NODE_TLS_REJECT_UNAUTHORIZED: '1' }), [])
    assert.deepEqual(faultsOf({ NODE_TLS_REJECT_UNAUTHORIZED: '0' }), [])
  })

  it('has two stores', () => {
    const two = { DATABASE_URL: 'postgresql://bot@db.contoso.com/reconnect', RECONNECT_DATABASE_FILE: 'own.sqlite' }
    assert.deepEqual(faultsOf({ ...tenant, ...two }), [
      'RECONNECT_DATABASE_FILE is set, and so is DATABASE_URL: there is one store. Cure: remove one of the two.',
    ])
  })

  it('reports unknown names, unusable values and what is missing together', () => {
    const env = { RECONNECT_APP_ID: 'x', RECONNECT_PORT: 'y', RECONNECT_PROT: 'z' }
    assert.deepEqual(faultyIn(env), ['RECONNECT_PROT', 'RECONNECT_APP_ID', 'RECONNECT_PORT', ...always.slice(1)])
  })

  it('never repeats a value, in whichever variable it stands', () => {
    const value = fc.string({ minLength: 12, unit: 'binary-ascii' })
    const env = fc.dictionary(fc.constantFrom(...variableNames), value)
    fc.assert(
      fc.property(env, value, (given, secret) => {
        const said = faultsOf({ ...given, RECONNECT_APP_SECRET: secret, RECONNECT_TENANT_ID: secret }).join('\n')
        assert.notEqual(said, '')
        for (const hidden of [secret, ...Object.values(given)]) assert.ok(!said.includes(hidden))
      }),
    )
  })
})

describe('the store', () => {
  const url = 'postgresql://bot@db.contoso.com/reconnect'
  const storeOf = (env: Readonly<Record<string, string>>) => {
    const reading = readStore(env)
    return reading.ok ? reading.store : reading.faults.map(describeConfigFault)
  }

  it('is the one that the bot uses, whichever that is', () => {
    for (const store of [{}, { DATABASE_URL: url }, { RECONNECT_DATABASE_FILE: 'own.sqlite' }])
      for (const mode of [{}, tenant])
        assert.deepEqual(storeOf({ ...mode, ...store }), configOf({ ...mode, ...store }).database)
  })

  it('is told of where the rest could start no bot', () => {
    const half = { RECONNECT_APP_ID: 'x', RECONNECT_PROT: 'y' }
    assert.deepEqual(storeOf({ ...half, DATABASE_URL: url }), { kind: 'postgres', url })
    assert.deepEqual(storeOf({ ...half, DATABASE_URL: url, RECONNECT_DATABASE_FILE: 'own.sqlite' }), [
      'RECONNECT_DATABASE_FILE is set, and so is DATABASE_URL: there is one store. Cure: remove one of the two.',
    ])
  })
})

describe('.env.example', () => {
  const text = readFileSync(path.resolve(import.meta.dirname, '../.env.example'), 'utf8')
  const lines = text.split('\n')
  const example = parseEnv(lines.map((line) => line.replace(/^#(?=[A-Z_]+=)/, '')).join('\n'))

  it('lists every variable once, and no other', () => {
    const listed = lines.flatMap((line) => /^#([A-Z_]+)=/.exec(line)?.[1] ?? [])
    assert.deepEqual(listed.sort(), [...variableNames].sort())
  })

  it('explains each variable in the line above it', () => {
    const bare = lines.filter(
      (line, index) => /^#[A-Z_]+=/.test(line) && !/^# [A-Z].+[.?]/.test(lines[index - 1] ?? ''),
    )
    assert.deepEqual(bare, [])
  })

  it('changes nothing when it is copied', () => {
    assert.deepEqual(parseEnv(text), {})
  })

  it('shows the defaults', () => {
    assert.deepEqual(configOf({ ...example, ...tenant }), configOf(tenant))
    const { RECONNECT_SANDBOX_EMPLOYEE_PORT, RECONNECT_SANDBOX_HELPDESK_PORT } = example
    const ports = { RECONNECT_SANDBOX_EMPLOYEE_PORT, RECONNECT_SANDBOX_HELPDESK_PORT }
    assert.ok(Object.values(ports).every((port) => port !== undefined))
    assert.deepEqual(configOf(ports), configOf({}))
  })
})
