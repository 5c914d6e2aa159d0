// The Cloud PCs of a person, their restart, and how the restart goes. v1.0 decides; beta only adds, and may be away.
import type { CloudPc } from '../core/cloud-pc.ts'
import type { Devices, DevicesAnswer, GraphFailure } from '../flows/ports.ts'
import type { Rule, Rules } from './client.ts'
import { type Deadline, withDeadline } from './deadline.ts'
import { cloudPcPath, detailPath, isGuid, nextPath, ownedPath, resultsPath, userPath } from './paths.ts'
import type { Read, Reading } from './read.ts'
import {
  actionResultsShape,
  cloudPcDetailShape,
  cloudPcPageShape,
  cloudPcShape,
  type GraphActionResult,
  type GraphCloudPc,
  toActionUnderWay,
  toCloudPc,
  toProgress,
  userShape,
} from './shapes.ts'

const mostPages = 20
/** How far the clocks of Graph and the bot may differ. */
const skewMs = 2 * 60_000
/** Without it beta says "unknownFutureValue" for its newer words. */
const prefer = 'include-unknown-enum-members'

export type DevicesOptions = {
  readonly read: Read
  readonly restart: Devices['restart']
  readonly rules: Rules
  readonly baseUrl: URL
  readonly beta: boolean
}

export function graphDevices({ read, restart, rules, baseUrl, beta }: DevicesOptions): Devices {
  return {
    async ownedBy(personId) {
      if (!isGuid(personId)) return no(failure('not-found'))
      return withDeadline(rules.read.deadlineMs, async (deadline): Promise<DevicesAnswer> => {
        const call = { name: 'user', method: 'GET', path: userPath(personId) } as const
        const user = await read(call, userShape, rules.read, deadline)
        if (!user.ok) return no(user.failure)
        if (user.value.accountEnabled === false) return no(failure('not-found', user))
        const owned = await list(user.value.userPrincipalName, deadline)
        if (!owned.ok) return no(owned.failure)
        return {
          ok: true,
          devices: beta ? await described(owned.value, deadline) : owned.value.map((pc) => toCloudPc(pc)),
        }
      })
    },
    restart,
    async progress(cloudPcId, since) {
      const actions = await actionsOn(cloudPcId, rules.read)
      return actions.ok ? toProgress(actions.value, since, skewMs) : { kind: 'unreadable', failure: actions.failure }
    },
    async actionUnderWay(cloudPcId, since) {
      const actions = await actionsOn(cloudPcId, rules.extra)
      return actions.ok ? toActionUnderWay(actions.value, since) : undefined
    },
    async exists(cloudPcId) {
      if (!isGuid(cloudPcId)) return 'no'
      const call = { name: 'cloud-pc', method: 'GET', path: cloudPcPath(cloudPcId) } as const
      const found = await withDeadline(rules.read.deadlineMs, (deadline) =>
        read(call, cloudPcShape, rules.read, deadline),
      )
      if (found.ok) return 'yes'
      return found.failure.kind === 'not-found' ? 'no' : 'unknown'
    },
  }

  async function actionsOn(cloudPcId: string, rule: Rule): Promise<Listing<GraphActionResult>> {
    if (!beta) return no(failure('unclear'))
    if (!isGuid(cloudPcId)) return no(failure('not-found'))
    const call = { name: 'results', method: 'GET', path: resultsPath(cloudPcId), prefer } as const
    const results = await withDeadline(rule.deadlineMs, (deadline) => read(call, actionResultsShape, rule, deadline))
    return results.ok ? { ok: true, value: results.value.value } : results
  }

  /** Follows the pages. A list that does not end in time fails whole: half of it would hide a Cloud PC. */
  async function list(userPrincipalName: string, deadline: Deadline): Promise<Listing<GraphCloudPc>> {
    const found: GraphCloudPc[] = []
    let path = ownedPath(userPrincipalName)
    for (let count = 1; count <= mostPages; count++) {
      const page = await read({ name: 'list', method: 'GET', path }, cloudPcPageShape, rules.read, deadline)
      if (!page.ok) return no(page.failure)
      found.push(...page.value.value.filter((pc) => isOf(pc, userPrincipalName)))
      const link = page.value['@odata.nextLink']
      if (!link) return { ok: true, value: found }
      const next = nextPath(link, baseUrl)
      if (next === undefined) return no(failure('unclear', page))
      path = next
    }
    return no(failure('unclear'))
  }

  function described(owned: readonly GraphCloudPc[], outer: Deadline): Promise<CloudPc[]> {
    const describe = async (pc: GraphCloudPc, deadline: Deadline) => {
      if (!isGuid(pc.id)) return toCloudPc(pc)
      const call = { name: 'detail', method: 'GET', path: detailPath(pc.id), prefer } as const
      const detail = await read(call, cloudPcDetailShape, rules.extra, deadline)
      return detail.ok ? toCloudPc(pc, detail.value) : toCloudPc(pc)
    }
    return withDeadline(
      rules.extra.deadlineMs,
      (deadline) => Promise.all(owned.map((pc) => describe(pc, deadline))),
      outer,
    )
  }
}

type Listing<Entry> =
  { readonly ok: true; readonly value: Entry[] } | { readonly ok: false; readonly failure: GraphFailure }

/** That Graph filters by owner is seen in practice and documented nowhere, so it is checked here again. */
const isOf = (pc: GraphCloudPc, userPrincipalName: string): boolean =>
  pc.userPrincipalName?.toLowerCase() === userPrincipalName.toLowerCase()

const no = (failure: GraphFailure) => ({ ok: false, failure }) as const

function failure(kind: GraphFailure['kind'], reading?: Reading<unknown>): GraphFailure {
  return reading?.ok
    ? { kind, status: reading.status, requestId: reading.requestId }
    : { kind, status: undefined, requestId: undefined }
}
