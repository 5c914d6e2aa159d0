// Puts the Graph adapter together: credential and settings in, the ports of flows out.
import type { TokenCredential } from '@azure/identity'
import type { GraphCredential } from '../config.ts'
import { noMetrics } from '../flows/no-metrics.ts'
import type { Devices, Log, Metrics, People } from '../flows/ports.ts'
import { graphExchange, type Rules, rules as usualRules } from './client.ts'
import { tokenCredential } from './credential.ts'
import { type Wait, wait as reallyWait } from './deadline.ts'
import { graphDevices } from './devices.ts'
import { graphBaseUrl, graphScope } from './paths.ts'
import { graphPeople } from './people.ts'
import { graphRead } from './read.ts'
import { graphRestart } from './restart.ts'
import { tokenKeeper } from './token.ts'

export type GraphOptions = {
  /** "https://graph.microsoft.com", or a stand-in on this machine. */
  readonly baseUrl: string
  /** Whether the beta endpoint may be asked for what v1.0 does not tell. */
  readonly beta: boolean
  readonly helpdeskGroupId: string
  readonly log: Log
  readonly metrics?: Metrics | undefined
  readonly now: () => Date
  readonly random: () => number
  readonly rules?: Partial<Rules>
  readonly wait?: Wait
} & ({ readonly credential: GraphCredential } | { readonly tokenCredential: TokenCredential })

export function graph(options: GraphOptions): { devices: Devices; people: People } {
  const { beta, helpdeskGroupId, log, metrics = noMetrics, now, random, wait = reallyWait } = options
  const baseUrl = graphBaseUrl(options.baseUrl)
  const rules: Rules = { ...usualRules, ...options.rules }
  const tokens = tokenKeeper({
    credential: () => ('credential' in options ? tokenCredential(options.credential) : options.tokenCredential),
    scope: graphScope(baseUrl),
    deadlineMs: rules.token.deadlineMs,
    now,
  })
  const exchange = graphExchange(baseUrl, tokens)
  const read = graphRead({ exchange, log, metrics, now, random, wait })
  const restart = graphRestart({ exchange, rule: rules.restart, log, metrics, now })
  return {
    devices: graphDevices({ read, restart, rules, baseUrl, beta }),
    people: graphPeople({ read, rules, helpdeskGroupId, now }),
  }
}
