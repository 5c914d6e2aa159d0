// Environment -> one frozen Config. Every problem is reported at once, by variable, with its cure, and never with a value.
import { z } from 'zod'

export type BotIdentity =
  | { readonly kind: 'single-tenant'; readonly appId: string; readonly tenantId: string; readonly secret: string }
  | { readonly kind: 'managed-identity'; readonly appId: string; readonly tenantId: string }

export type GraphCredential =
  | { readonly kind: 'managed-identity'; readonly clientId?: string }
  | { readonly kind: 'workload-identity'; readonly tenantId: string; readonly clientId: string; readonly tokenFile: string }
  | { readonly kind: 'certificate'; readonly tenantId: string; readonly clientId: string; readonly certificateFile: string }
  | { readonly kind: 'secret'; readonly tenantId: string; readonly clientId: string; readonly secret: string }

type Common = {
  readonly host: string
  readonly port: number
  readonly databaseFile: string
  readonly logLevel: 'debug' | 'info' | 'warn' | 'error'
  readonly rules: { readonly cooldownMinutes: number; readonly dailyCap: number }
}

export type SandboxConfig = Common & {
  readonly mode: 'sandbox'
  readonly employeePort: number
  readonly helpdeskPort: number
}

export type TenantConfig = Common & {
  readonly mode: 'tenant'
  readonly bot: BotIdentity
  readonly graph: { readonly credential: GraphCredential; readonly beta: boolean }
  readonly helpdeskGroupId: string
}

export type Config = SandboxConfig | TenantConfig

export type ConfigFault = { readonly variable: string; readonly problem: string; readonly cure: string }
export type ConfigReading =
  | { readonly ok: true; readonly config: Config }
  | { readonly ok: false; readonly faults: readonly ConfigFault[] }

const guid = z.guid()
const port = z.coerce.number().int().min(1).max(65_535)
const text = z.string().min(1)

/** Every variable there is, with what it takes; `tenant` marks those that mean a real tenant is wanted. */
const variables = {
  RECONNECT_APP_ID: { schema: guid, takes: 'the application (client) id of the bot, a GUID', tenant: true },
  RECONNECT_APP_TYPE: { schema: z.enum(['single-tenant', 'managed-identity']), takes: 'single-tenant or managed-identity', tenant: true },
  RECONNECT_TENANT_ID: { schema: guid, takes: 'the id of your Microsoft Entra tenant, a GUID', tenant: true },
  RECONNECT_APP_SECRET: { schema: text, takes: 'the client secret of the app registration', tenant: true },
  RECONNECT_GRAPH_CREDENTIAL: {
    schema: z.enum(['managed-identity', 'workload-identity', 'certificate', 'secret']),
    takes: 'managed-identity, workload-identity, certificate or secret',
    tenant: true,
  },
  RECONNECT_GRAPH_CLIENT_ID: { schema: guid, takes: 'the client id that calls Graph, a GUID; the app id if left out', tenant: true },
  RECONNECT_GRAPH_SECRET: { schema: text, takes: 'the client secret for Graph; the app secret if left out', tenant: true },
  RECONNECT_GRAPH_CERTIFICATE_FILE: { schema: text, takes: 'the path of a PEM file with certificate and private key', tenant: true },
  RECONNECT_GRAPH_TOKEN_FILE: { schema: text, takes: 'the path of the federated token file', tenant: true },
  RECONNECT_GRAPH_BETA: { schema: z.enum(['on', 'off']), takes: 'on or off', tenant: true },
  RECONNECT_HELPDESK_GROUP_ID: { schema: guid, takes: 'the object id of the helpdesk group, a GUID', tenant: true },
  RECONNECT_HOST: { schema: z.string().regex(/^[A-Za-z0-9.:-]{1,253}$/), takes: 'a host name or address to listen on', tenant: false },
  RECONNECT_PORT: { schema: port, takes: 'a port number from 1 to 65535', tenant: false },
  RECONNECT_DATABASE_FILE: { schema: text, takes: 'the path of the SQLite file', tenant: false },
  RECONNECT_LOG_LEVEL: { schema: z.enum(['debug', 'info', 'warn', 'error']), takes: 'debug, info, warn or error', tenant: false },
  RECONNECT_RESTART_COOLDOWN_MINUTES: { schema: z.coerce.number().int().min(1).max(1440), takes: 'whole minutes from 1 to 1440', tenant: false },
  RECONNECT_RESTART_DAILY_CAP: { schema: z.coerce.number().int().min(1).max(20), takes: 'a whole number from 1 to 20', tenant: false },
  RECONNECT_SANDBOX_EMPLOYEE_PORT: { schema: port, takes: 'a port number from 1 to 65535', tenant: false },
  RECONNECT_SANDBOX_HELPDESK_PORT: { schema: port, takes: 'a port number from 1 to 65535', tenant: false },
} as const
type Name = keyof typeof variables
const names = Object.keys(variables) as Name[]

type Environment = Readonly<Record<string, string | undefined>>
type Read = <N extends Name>(name: N) => z.infer<(typeof variables)[N]['schema']> | undefined

/** Reads the configuration from `env`, in which an empty variable counts as left out. */
export function readConfig(env: Environment): ConfigReading {
  const faults: ConfigFault[] = [...unknownNames(env), ...unknownValues(env)]
  const read: Read = (name) => {
    const parsed = variables[name].schema.safeParse(env[name] || undefined)
    return parsed.data as ReturnType<typeof read<typeof name>>
  }
  const given = (name: Name) => Boolean(env[name])
  const wantsTenant = names.some((name) => variables[name].tenant && given(name))
  if (wantsTenant) faults.push(...missing(given, read))
  else if (env['NODE_ENV'] === 'production') {
    faults.push({
      variable: 'RECONNECT_APP_ID',
      problem: 'is missing, and the sandbox never runs with NODE_ENV=production',
      cure: 'configure a tenant as in .env.example, or unset NODE_ENV to try the sandbox',
    })
  } else if (given('RECONNECT_HOST')) {
    faults.push({ variable: 'RECONNECT_HOST', problem: 'is set, but the sandbox listens on loopback only', cure: 'remove it, or configure a tenant' })
  }
  if (faults.length > 0) return { ok: false, faults }
  return { ok: true, config: Object.freeze(wantsTenant ? tenantConfig(read) : sandboxConfig(read)) }
}

export const describeConfigFault = ({ variable, problem, cure }: ConfigFault): string => `${variable} ${problem}. Cure: ${cure}.`

const unknownNames = (env: Environment): ConfigFault[] =>
  Object.keys(env)
    .filter((name) => name.startsWith('RECONNECT_') && !Object.hasOwn(variables, name))
    .map((variable) => ({ variable, problem: 'is not a variable of Reconnect', cure: 'correct the spelling; .env.example lists them all' }))

const unknownValues = (env: Environment): ConfigFault[] =>
  names
    .filter((name) => env[name] && !variables[name].schema.safeParse(env[name]).success)
    .map((variable) => ({ variable, problem: 'has a value that cannot be used', cure: `give ${variables[variable].takes}` }))

/** What a tenant's configuration still lacks, given what is there. */
function missing(given: (name: Name) => boolean, read: Read): ConfigFault[] {
  const need = (variable: Name, why: string): ConfigFault[] =>
    given(variable) ? [] : [{ variable, problem: `is missing: ${why}`, cure: `give ${variables[variable].takes}` }]
  const always = 'a tenant needs it'
  const credential = read('RECONNECT_GRAPH_CREDENTIAL')
  return [
    ...need('RECONNECT_APP_ID', always),
    ...need('RECONNECT_APP_TYPE', always),
    ...need('RECONNECT_TENANT_ID', always),
    ...need('RECONNECT_GRAPH_CREDENTIAL', always),
    ...need('RECONNECT_HELPDESK_GROUP_ID', always),
    ...(read('RECONNECT_APP_TYPE') === 'single-tenant' ? need('RECONNECT_APP_SECRET', 'a single-tenant bot signs in with it') : []),
    ...(credential === 'certificate' ? need('RECONNECT_GRAPH_CERTIFICATE_FILE', 'the certificate credential reads it') : []),
    ...(credential === 'workload-identity' ? need('RECONNECT_GRAPH_TOKEN_FILE', 'the workload identity reads it') : []),
    ...(credential === 'secret' && !given('RECONNECT_APP_SECRET') ? need('RECONNECT_GRAPH_SECRET', 'the secret credential needs one') : []),
  ]
}

const common = (read: Read, host: string) => ({
  host,
  port: read('RECONNECT_PORT') ?? 3978,
  databaseFile: read('RECONNECT_DATABASE_FILE') ?? 'data/reconnect.sqlite',
  logLevel: read('RECONNECT_LOG_LEVEL') ?? ('info' as const),
  rules: {
    cooldownMinutes: read('RECONNECT_RESTART_COOLDOWN_MINUTES') ?? 30,
    dailyCap: read('RECONNECT_RESTART_DAILY_CAP') ?? 3,
  },
})

const sandboxConfig = (read: Read): SandboxConfig => ({
  mode: 'sandbox',
  ...common(read, '127.0.0.1'),
  databaseFile: read('RECONNECT_DATABASE_FILE') ?? 'data/sandbox.sqlite',
  employeePort: read('RECONNECT_SANDBOX_EMPLOYEE_PORT') ?? 56_150,
  helpdeskPort: read('RECONNECT_SANDBOX_HELPDESK_PORT') ?? 56_151,
})

function tenantConfig(read: Read): TenantConfig {
  const appId = read('RECONNECT_APP_ID') ?? ''
  const tenantId = read('RECONNECT_TENANT_ID') ?? ''
  const secret = read('RECONNECT_APP_SECRET') ?? ''
  return {
    mode: 'tenant',
    ...common(read, read('RECONNECT_HOST') ?? '0.0.0.0'),
    bot:
      read('RECONNECT_APP_TYPE') === 'managed-identity'
        ? { kind: 'managed-identity', appId, tenantId }
        : { kind: 'single-tenant', appId, tenantId, secret },
    graph: { credential: graphCredential(read, appId, tenantId, secret), beta: read('RECONNECT_GRAPH_BETA') !== 'off' },
    helpdeskGroupId: read('RECONNECT_HELPDESK_GROUP_ID') ?? '',
  }
}

function graphCredential(read: Read, appId: string, tenantId: string, appSecret: string): GraphCredential {
  const clientId = read('RECONNECT_GRAPH_CLIENT_ID') ?? appId
  switch (read('RECONNECT_GRAPH_CREDENTIAL')) {
    case 'workload-identity':
      return { kind: 'workload-identity', tenantId, clientId, tokenFile: read('RECONNECT_GRAPH_TOKEN_FILE') ?? '' }
    case 'certificate':
      return { kind: 'certificate', tenantId, clientId, certificateFile: read('RECONNECT_GRAPH_CERTIFICATE_FILE') ?? '' }
    case 'secret':
      return { kind: 'secret', tenantId, clientId, secret: read('RECONNECT_GRAPH_SECRET') ?? appSecret }
    case 'managed-identity':
    case undefined:
      return { kind: 'managed-identity', clientId }
  }
}
