// Environment -> one frozen Config. Every problem is reported at once, by variable, with its cure, and never with a value.
import path from 'node:path'
import * as z from 'zod'
import { known, ofTenant } from './config-variables.ts'
import { root } from './root.ts'
import type { StoreLocation } from './store/location.ts'
import { usualOrigins } from './teams/service-url.ts'

export type BotIdentity =
  | { readonly kind: 'single-tenant'; readonly appId: string; readonly tenantId: string; readonly secret: string }
  | { readonly kind: 'managed-identity'; readonly appId: string; readonly tenantId: string }

type App = { readonly tenantId: string; readonly clientId: string }
export type GraphCredential =
  | { readonly kind: 'managed-identity'; readonly clientId?: string }
  | (App & { readonly kind: 'workload-identity'; readonly tokenFile: string })
  | (App & { readonly kind: 'certificate'; readonly certificateFile: string })
  | (App & { readonly kind: 'secret'; readonly secret: string })

type Common = {
  readonly host: string
  readonly port: number
  readonly logLevel: 'info' | 'warn' | 'error'
  readonly rules: { readonly cooldownMinutes: number; readonly dailyCap: number }
  readonly retentionDays: number
  /** Where Prometheus reads; undefined where nobody may. */
  readonly metrics: { readonly host: string; readonly port: number } | undefined
  /** Masked in what people write. */
  readonly redactNames: readonly string[]
}

export type SandboxConfig = Common & {
  readonly mode: 'sandbox'
  readonly database: Extract<StoreLocation, { kind: 'sqlite' }>
  readonly employeePort: number
  readonly helpdeskPort: number
}

export type TenantConfig = Common & {
  readonly mode: 'tenant'
  readonly database: StoreLocation
  readonly bot: BotIdentity
  readonly graph: { readonly credential: GraphCredential; readonly beta: boolean }
  readonly helpdeskGroupId: string
  /** Where Teams is answered. */
  readonly serviceOrigins: readonly string[]
}

export type Config = SandboxConfig | TenantConfig

export type ConfigFault = { readonly variable: string; readonly problem: string; readonly cure: string }
export type ConfigReading =
  { readonly ok: true; readonly config: Config } | { readonly ok: false; readonly faults: readonly ConfigFault[] }

const anyOfThem = known.partial()
type Values = z.infer<typeof anyOfThem>
type Name = keyof Values

export const variableNames: readonly Name[] = known.keyof().options

type Environment = Readonly<Record<string, string | undefined>>

/** Reads the configuration from `env`, in which an empty variable counts as left out. */
export function readConfig(env: Environment): ConfigReading {
  const { given, wantsTenant } = givenIn(env)
  const faults = [...unknownNames(env), ...unusableValues(given)]
  const values = usableValues(given)
  faults.push(
    ...(wantsTenant
      ? [...missing(given, values), ...twoStores(given), ...uncheckedCertificates(env)]
      : sandboxFaults(env['NODE_ENV'], given)),
  )
  if (faults.length > 0) return { ok: false, faults }
  return { ok: true, config: Object.freeze(wantsTenant ? tenantConfig(values) : sandboxConfig(values)) }
}

export type StoreReading =
  { readonly ok: true; readonly store: StoreLocation } | { readonly ok: false; readonly faults: readonly ConfigFault[] }

/** Where a bot with this `env` keeps its data, whether or not it could start with the rest of it. */
export function readStore(env: Environment): StoreReading {
  const { given, wantsTenant } = givenIn(env)
  const ofStore = new Map([...given].filter(([name]) => name === 'DATABASE_URL' || name === 'RECONNECT_DATABASE_FILE'))
  const faults = [...unusableValues(ofStore), ...twoStores(ofStore)]
  if (faults.length > 0) return { ok: false, faults }
  const values = usableValues(ofStore)
  return { ok: true, store: wantsTenant ? tenantStore(values) : sandboxStore(values) }
}

function givenIn(env: Environment): { readonly given: Given; readonly wantsTenant: boolean } {
  const named = variableNames.map((name): [Name, string] => [name, env[name] ?? ''])
  const given = new Map(named.filter(([, value]) => value !== ''))
  const wantsTenant = ofTenant.keyof().options.some((name) => given.has(name))
  // Its name is not ours alone: whatever it is meant for here, the sandbox keeps its file.
  if (!wantsTenant) given.delete('DATABASE_URL')
  return { given, wantsTenant }
}

export const describeConfigFault = ({ variable, problem, cure }: ConfigFault): string =>
  `${variable} ${problem}. Cure: ${cure}.`

type Given = ReadonlyMap<Name, string>

const takes = (name: Name): string => `give ${known.shape[name].description ?? 'another value'}`

const usableValues = (given: Given): Values =>
  anyOfThem.parse(Object.fromEntries([...given].filter(([name, value]) => problemsWith(name, value).length === 0)))

const unknownNames = (env: Environment): ConfigFault[] =>
  Object.keys(env)
    .filter((name) => name.startsWith('RECONNECT_') && !Object.hasOwn(known.shape, name))
    .map((variable) => ({
      variable,
      problem: 'is not a variable of Reconnect',
      cure: 'correct the spelling; .env.example lists them all',
    }))

const unusableValues = (given: Given): ConfigFault[] =>
  [...given].flatMap(([variable, value]) =>
    problemsWith(variable, value).map((problem) => ({ variable, problem, cure: takes(variable) })),
  )

/** In our own words where there are any; those of zod may quote the value. */
function problemsWith(name: Name, value: string): string[] {
  const { error } = known.shape[name].safeParse(value)
  if (!error) return []
  const own = error.issues.filter(({ code }) => code === 'custom').map(({ message }) => message)
  return own.length > 0 ? own : ['has a value that cannot be used']
}

function sandboxFaults(nodeEnv: string | undefined, given: Given): ConfigFault[] {
  if (nodeEnv === 'production') {
    const problem = 'is missing, and the sandbox never runs with NODE_ENV=production'
    const cure = 'configure a tenant as in .env.example, or unset NODE_ENV to try the sandbox'
    return [{ variable: 'RECONNECT_APP_ID', problem, cure }]
  }
  const problem = 'is set, but the sandbox listens on loopback only'
  return (['RECONNECT_HOST', 'RECONNECT_METRICS_HOST'] as const)
    .filter((variable) => given.has(variable))
    .map((variable) => ({ variable, problem, cure: 'remove it, or configure a tenant' }))
}

/** What a tenant's configuration still lacks, given what is there. */
function missing(given: Given, values: Values): ConfigFault[] {
  const need = (variable: Name, why = 'a tenant needs it'): ConfigFault[] =>
    given.has(variable) ? [] : [{ variable, problem: `is missing: ${why}`, cure: takes(variable) }]
  const credential = values.RECONNECT_GRAPH_CREDENTIAL
  const faults = [
    ...need('RECONNECT_APP_ID'),
    ...need('RECONNECT_APP_TYPE'),
    ...need('RECONNECT_TENANT_ID'),
    ...need('RECONNECT_GRAPH_CREDENTIAL'),
    ...need('RECONNECT_HELPDESK_GROUP_ID'),
  ]
  if (values.RECONNECT_APP_TYPE === 'single-tenant')
    faults.push(...need('RECONNECT_APP_SECRET', 'a single-tenant bot signs in with it'))
  if (credential === 'certificate')
    faults.push(...need('RECONNECT_GRAPH_CERTIFICATE_FILE', 'the certificate credential reads it'))
  if (credential === 'workload-identity')
    faults.push(...need('RECONNECT_GRAPH_TOKEN_FILE', 'the workload identity reads it'))
  if (credential === 'secret' && !given.has('RECONNECT_APP_SECRET'))
    faults.push(...need('RECONNECT_GRAPH_SECRET', 'the secret credential needs one'))
  return faults
}

function twoStores(given: Given): ConfigFault[] {
  if (!given.has('DATABASE_URL') || !given.has('RECONNECT_DATABASE_FILE')) return []
  const problem = 'is set, and so is DATABASE_URL: there is one store'
  return [{ variable: 'RECONNECT_DATABASE_FILE', problem, cure: 'remove one of the two' }]
}

/** Node.js would give tokens to whoever answers, and say no more than a warning. */
function uncheckedCertificates(env: Environment): ConfigFault[] {
  const variable = 'NODE_TLS_REJECT_UNAUTHORIZED'
  if (env[variable] !== '0') return []
  const problem = 'is 0, so that anybody could pass for Teams and Graph'
  const cure = 'remove it; an authority of your own goes into a file that NODE_EXTRA_CA_CERTS names'
  return [{ variable, problem, cure }]
}

const common = (values: Values, host: string, metricsPort: number | 'off'): Common => ({
  host,
  port: values.RECONNECT_PORT ?? 3978,
  logLevel: values.RECONNECT_LOG_LEVEL ?? 'info',
  rules: {
    cooldownMinutes: values.RECONNECT_RESTART_COOLDOWN_MINUTES ?? 30,
    dailyCap: values.RECONNECT_RESTART_DAILY_CAP ?? 3,
  },
  retentionDays: values.RECONNECT_RETENTION_DAYS ?? 30,
  metrics: metricsAt(values.RECONNECT_METRICS_HOST ?? '127.0.0.1', values.RECONNECT_METRICS_PORT ?? metricsPort),
  redactNames: values.RECONNECT_REDACT_NAMES ?? [],
})

const metricsAt = (host: string, port: number | 'off'): Common['metrics'] =>
  port === 'off' ? undefined : { host, port }

/** A path counts from the folder of the installation, wherever the process was started. */
const sqliteFile = (values: Values, usual: string): SandboxConfig['database'] => ({
  kind: 'sqlite',
  file: path.resolve(root, values.RECONNECT_DATABASE_FILE ?? usual),
})
const sandboxStore = (values: Values) => sqliteFile(values, 'data/sandbox.sqlite')
const tenantStore = (values: Values): StoreLocation =>
  values.DATABASE_URL ? { kind: 'postgres', url: values.DATABASE_URL } : sqliteFile(values, 'data/reconnect.sqlite')

const sandboxConfig = (values: Values): SandboxConfig => ({
  mode: 'sandbox',
  // Two of them may run on one machine.
  ...common(values, '127.0.0.1', 'off'),
  database: sandboxStore(values),
  employeePort: values.RECONNECT_SANDBOX_EMPLOYEE_PORT ?? 56_150,
  helpdeskPort: values.RECONNECT_SANDBOX_HELPDESK_PORT ?? 56_151,
})

function tenantConfig(values: Values): TenantConfig {
  const { RECONNECT_APP_ID: appId = '', RECONNECT_TENANT_ID: tenantId = '' } = values
  return {
    mode: 'tenant',
    ...common(values, values.RECONNECT_HOST ?? '0.0.0.0', 9464),
    database: tenantStore(values),
    bot:
      values.RECONNECT_APP_TYPE === 'managed-identity'
        ? { kind: 'managed-identity', appId, tenantId }
        : { kind: 'single-tenant', appId, tenantId, secret: values.RECONNECT_APP_SECRET ?? '' },
    graph: { credential: graphCredential(values, appId, tenantId), beta: values.RECONNECT_GRAPH_BETA !== 'off' },
    helpdeskGroupId: values.RECONNECT_HELPDESK_GROUP_ID ?? '',
    serviceOrigins: values.RECONNECT_SERVICE_HOSTS?.map((host) => `https://${host}`) ?? usualOrigins,
  }
}

function graphCredential(values: Values, appId: string, tenantId: string): GraphCredential {
  const app = { tenantId, clientId: values.RECONNECT_GRAPH_CLIENT_ID ?? appId }
  switch (values.RECONNECT_GRAPH_CREDENTIAL) {
    case 'workload-identity':
      return { kind: 'workload-identity', ...app, tokenFile: values.RECONNECT_GRAPH_TOKEN_FILE ?? '' }
    case 'certificate':
      return { kind: 'certificate', ...app, certificateFile: values.RECONNECT_GRAPH_CERTIFICATE_FILE ?? '' }
    case 'secret':
      return { kind: 'secret', ...app, secret: values.RECONNECT_GRAPH_SECRET ?? values.RECONNECT_APP_SECRET ?? '' }
    case 'managed-identity':
    case undefined:
      return { kind: 'managed-identity', clientId: app.clientId }
  }
}
