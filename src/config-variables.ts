// The variables of the environment: what each takes, as a parser and in the words of its cure.
import * as z from 'zod'
import { isName, longestName, mostNames } from './core/redact/names.ts'
import { databaseUrl } from './database-url.ts'

/** As tokens and Graph write it. */
const guid = z.guid().toLowerCase()
const port = z.coerce.number().int().min(1).max(65_535).describe('a port number from 1 to 65535')
const hostName = z.string().regex(/^[A-Za-z0-9.:-]{1,253}$/)
/** Written as they are compared: to the letter. */
const hostNames = z
  .string()
  .max(2600)
  .transform((names) => names.split(',').map((name) => name.trim()))
  .pipe(z.array(z.string().regex(/^(?=.{4,253}$)[a-z\d-]{1,63}(?:\.[a-z\d-]{1,63}){1,10}$/)).max(10))
const text = z.string().min(1)
const oneOf = <const T extends readonly string[]>(values: T) =>
  z.enum(values).describe(values.join(', ').replace(/, (?=[^,]+$)/, ' or '))

const names = z
  .string()
  .transform((text) => text.split(',').map((name) => name.trim()))
  .transform((listed) => listed.filter((name) => name !== ''))
  .refine(
    (listed) => listed.length <= mostNames && listed.every(isName),
    'has too many names, or one that cannot be used',
  )
  .describe(
    `at most ${mostNames} names, with commas between them, each of 2 to ${longestName} characters and with at most two *`,
  )

/** The variables of a tenant, with what each takes. One of them set means that a tenant is wanted. */
export const ofTenant = z.object({
  RECONNECT_APP_ID: guid.describe('the application (client) id of the bot, a GUID'),
  RECONNECT_APP_TYPE: oneOf(['single-tenant', 'managed-identity']),
  RECONNECT_TENANT_ID: guid.describe('the id of your Microsoft Entra tenant, a GUID'),
  RECONNECT_APP_SECRET: text.describe('the client secret of the app registration'),
  RECONNECT_GRAPH_CREDENTIAL: oneOf(['managed-identity', 'workload-identity', 'certificate', 'secret']),
  RECONNECT_GRAPH_CLIENT_ID: guid.describe('the client id that calls Graph, a GUID; the app id if left out'),
  RECONNECT_GRAPH_SECRET: text.describe('the client secret for Graph; the app secret if left out'),
  RECONNECT_GRAPH_CERTIFICATE_FILE: text.describe('the path of a PEM file with certificate and private key'),
  RECONNECT_GRAPH_TOKEN_FILE: text.describe('the path of the federated token file'),
  RECONNECT_GRAPH_BETA: oneOf(['on', 'off']),
  RECONNECT_HELPDESK_GROUP_ID: guid.describe('the object id of the helpdesk group, a GUID'),
  RECONNECT_SERVICE_HOSTS: hostNames.describe('up to ten host names of Teams, in lower case, with commas between them'),
})

/** Every variable there is. */
export const known = ofTenant.extend({
  RECONNECT_HOST: hostName.describe('a host name or address to listen on'),
  RECONNECT_PORT: port,
  RECONNECT_DATABASE_FILE: text.describe('the path of the SQLite file'),
  DATABASE_URL: databaseUrl,
  RECONNECT_LOG_LEVEL: oneOf(['info', 'warn', 'error']),
  RECONNECT_RESTART_COOLDOWN_MINUTES: z.coerce.number().int().min(1).max(1440).describe('whole minutes from 1 to 1440'),
  RECONNECT_RESTART_DAILY_CAP: z.coerce.number().int().min(1).max(20).describe('a whole number from 1 to 20'),
  RECONNECT_RETENTION_DAYS: z.coerce.number().int().min(1).max(365).describe('whole days from 1 to 365'),
  RECONNECT_METRICS_HOST: hostName.describe('a host name or address to listen on'),
  RECONNECT_METRICS_PORT: z.union([z.literal('off'), port]).describe('a port number from 1 to 65535, or off'),
  RECONNECT_REDACT_NAMES: names,
  RECONNECT_SANDBOX_EMPLOYEE_PORT: port,
  RECONNECT_SANDBOX_HELPDESK_PORT: port,
})
