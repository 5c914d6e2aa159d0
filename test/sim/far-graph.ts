// Graph as the bot meets it: Cloud PCs and their owners, restarts that it carries out, refuses or leaves in doubt, a list
// of them that lags, and who belongs to the helpdesk.
import type { ActionUnderWay } from '../../src/core/cloud-pc.ts'
import type { Person } from '../../src/core/people.ts'
import type {
  Devices,
  DevicesAnswer,
  GraphFailure,
  People,
  RestartAnswer,
  RestartProgress,
} from '../../src/flows/ports.ts'
import { failureOfStatus } from '../../src/graph/errors.ts'
import { type GraphActionResult, toActionUnderWay, toProgress } from '../../src/graph/shapes.ts'
import type { BotProcess } from './bot-process.ts'
import type { FaultKind } from './faults.ts'
import type { Random } from './random.ts'
import type { Run } from './run.ts'

/** A POST as Graph took it. */
export type Post = {
  readonly requestId: string | undefined
  readonly cloudPcId: string
  /** Did the Cloud PC restart because of it? */
  readonly acted: boolean
  /** And did that go wrong later? */
  readonly fails: boolean
}

export type FarGraph = {
  readonly devices: (process: BotProcess) => Devices
  readonly people: People
  /** The same people, at once and whatever goes wrong. */
  readonly peopleNow: People
  /** Who had this Cloud PC at some time since then. */
  ownersSince(cloudPcId: string, since: number): readonly string[]
  /** Did they belong to the helpdesk at some time since then? */
  wasHelpdeskSince(personId: string, since: number): boolean
}

export type PostWatch = {
  /** Answers the request that it is for, as the store knows it. */
  left(cloudPcId: string): string | undefined
  taken(post: Post): void
  toldToWait(requestId: string | undefined, process: BotProcess, until: number): void
}

export type Tenant = {
  readonly people: readonly Person[]
  readonly helpdesk: readonly Person[]
  readonly cloudPcs: readonly { readonly id: string; readonly name: string; readonly owner: Person }[]
}

type Action = {
  readonly startedAt: number
  readonly seenAt: number
  readonly endsAt: number
  readonly endSeenAt: number
  readonly fails: boolean
}
/** What was so from a time on, the newest last. */
type History<Value> = { readonly from: number; readonly value: Value }[]

/** The deadline of a call in src/graph/client.ts, and how far its clock and the bot's may differ in src/graph/devices.ts. */
const deadline = 10_000
const skew = 120_000

const hour = 3_600_000

export function startGraph(run: Run, tenant: Tenant, watch: PostWatch): FarGraph {
  const { time, faults } = run
  const random = run.randomFor('graph')
  const owners = new Map(tenant.cloudPcs.map(({ id, owner }) => [id, [{ from: time.now(), value: owner.id }]]))
  const members = new Map(
    tenant.people.map(({ id }) => [id, [{ from: time.now(), value: tenant.helpdesk.some((one) => one.id === id) }]]),
  )
  const actions = new Map<string, Action[]>()

  function act(cloudPcId: string): Action {
    const startedAt = time.now()
    const lag = faults.happen('graph list lags') ? random.between(1_000, 60_000) : random.between(0, 1_000)
    const lasts = faults.happen('restart never ends') ? 24 * hour : random.spread(5_000, 90_000)
    const endsAt = startedAt + lasts
    const action = {
      startedAt,
      seenAt: startedAt + lag,
      endsAt,
      endSeenAt: Math.max(startedAt + lag, endsAt + random.between(0, 5_000)),
      fails: faults.happen('restart fails'),
    }
    actions.set(cloudPcId, [...(actions.get(cloudPcId) ?? []), action])
    return action
  }

  async function restart(cloudPcId: string, process: BotProcess): Promise<RestartAnswer> {
    const requestId = watch.left(cloudPcId)
    const said = (acted: Action | undefined, answer: RestartAnswer): RestartAnswer => {
      const what = acted ? 'restarts' : 'does not restart'
      run.trace(`graph: ${nameOf(tenant, cloudPcId)} ${what} for ${String(requestId)}, ${answer.kind}`)
      watch.taken({ requestId, cloudPcId, acted: acted !== undefined, fails: acted?.fails ?? false })
      return answer
    }
    const kind = outcomes.find((one) => faults.happen(one))
    await wire(run, random)
    switch (kind) {
      case undefined:
        return said(act(cloudPcId), { kind: 'accepted' })
      case 'graph refuses the restart':
        return said(undefined, {
          kind: 'refused',
          failure: failureOfStatus(random.pick([400, 403, 404, 409]), undefined),
        })
      case 'graph says later': {
        const waitMs = random.spread(1_000, hour)
        watch.toldToWait(requestId, process, time.now() + waitMs)
        return said(undefined, { kind: 'later', waitMs })
      }
      case 'graph answer lost, restarted':
        return said(act(cloudPcId), { kind: 'ambiguous', failure: failureOfStatus(504, undefined) })
      case 'graph answer lost, not restarted':
        return said(undefined, { kind: 'ambiguous', failure: failureOfStatus(502, undefined) })
      case 'graph hangs, restarted':
      case 'graph hangs, not restarted': {
        const late = random.between(0, deadline - 500)
        await waitFor(run, late)
        const acted = kind === 'graph hangs, restarted' ? act(cloudPcId) : undefined
        const answer = said(acted, { kind: 'ambiguous', failure: unreachable })
        await waitFor(run, deadline - late)
        return answer
      }
    }
  }

  async function ownedBy(personId: string): Promise<DevicesAnswer> {
    await wire(run, random)
    if (faults.happen('graph cannot be read')) return unread(run, random)
    if (faults.happen('cloud pc changes hands')) {
      const { id } = random.pick(tenant.cloudPcs)
      const heir = random.pick(tenant.people)
      run.trace(`graph: ${nameOf(tenant, id)} is now ${heir.name}'s`)
      owners.get(id)?.push({ from: time.now(), value: heir.id })
    }
    const owned = tenant.cloudPcs.filter(({ id }) => owners.get(id)?.at(-1)?.value === personId)
    return {
      ok: true,
      devices: owned.map(({ id, name }) => ({
        id,
        name,
        plan: 'Cloud PC Enterprise 2vCPU/8GB/128GB',
        status: 'provisioned',
        power: 'unknown',
        frontline: false,
      })),
    }
  }

  async function progress(cloudPcId: string, since: Date): Promise<RestartProgress> {
    await wire(run, random)
    if (faults.happen('graph list unreadable')) return { kind: 'unreadable', failure: unreachable }
    return toProgress(listed(cloudPcId), since, skew)
  }

  async function actionUnderWay(cloudPcId: string, since: Date): Promise<ActionUnderWay | undefined> {
    await wire(run, random)
    if (faults.happen('graph list unreadable')) return undefined
    return toActionUnderWay(listed(cloudPcId), since)
  }

  /** The actions on it as the list shows them now. */
  const listed = (cloudPcId: string): GraphActionResult[] =>
    (actions.get(cloudPcId) ?? [])
      .filter(({ seenAt }) => seenAt <= time.now())
      .map(({ startedAt, endSeenAt, fails }) => ({
        actionName: 'Reboot',
        actionState: endSeenAt > time.now() ? 'active' : fails ? 'failed' : 'done',
        startDateTime: new Date(startedAt).toISOString(),
      }))

  async function exists(cloudPcId: string): Promise<'yes' | 'no' | 'unknown'> {
    await wire(run, random)
    if (faults.happen('graph cannot be read')) return 'unknown'
    return owners.has(cloudPcId) ? 'yes' : 'no'
  }

  const isMember = ({ id }: Pick<Person, 'id'>): boolean => members.get(id)?.at(-1)?.value ?? false

  return {
    devices: (process) => ({
      ownedBy,
      progress,
      actionUnderWay,
      exists,
      restart: (cloudPcId) => restart(cloudPcId, process),
    }),
    people: {
      async isHelpdesk(personId) {
        await wire(run, random)
        if (faults.happen('membership unknown')) return 'unknown'
        if (faults.happen('membership changes')) {
          const { id, name } = random.pick(tenant.helpdesk)
          const was = isMember({ id })
          run.trace(`graph: ${name} ${was ? 'leaves' : 'joins'} the helpdesk`)
          members.get(id)?.push({ from: time.now(), value: !was })
        }
        return isMember({ id: personId }) ? 'yes' : 'no'
      },
      async helpdesk() {
        await wire(run, random)
        return tenant.people.filter(isMember)
      },
    },
    peopleNow: {
      isHelpdesk: (personId) => Promise.resolve(isMember({ id: personId }) ? 'yes' : 'no'),
      helpdesk: () => Promise.resolve(tenant.people.filter(isMember)),
    },
    ownersSince: (cloudPcId, since) => valuesSince(owners.get(cloudPcId) ?? [], since),
    wasHelpdeskSince: (personId, since) => valuesSince(members.get(personId) ?? [], since).includes(true),
  }
}

const outcomes = [
  'graph refuses the restart',
  'graph says later',
  'graph answer lost, restarted',
  'graph answer lost, not restarted',
  'graph hangs, restarted',
  'graph hangs, not restarted',
] as const satisfies readonly FaultKind[]

const unreachable: GraphFailure = { kind: 'unreachable', status: undefined, requestId: undefined }

/** A refusal, a fault that passes, or the deadline. */
async function unread(run: Run, random: Random): Promise<DevicesAnswer> {
  const status = random.pick([403, 404, 429, 500, 503, undefined])
  if (status !== undefined) return { ok: false, failure: failureOfStatus(status, undefined) }
  await waitFor(run, deadline)
  return { ok: false, failure: unreachable }
}

/** The way there and back; it takes its time, whatever becomes of the process meanwhile. */
const wire = (run: Run, random: Random): Promise<void> => waitFor(run, random.spread(20, 800))

const waitFor = ({ time }: Run, ms: number): Promise<void> =>
  new Promise((resolve) => {
    time.at(time.now() + ms, resolve)
  })

const nameOf = ({ cloudPcs }: Tenant, cloudPcId: string): string =>
  cloudPcs.find(({ id }) => id === cloudPcId)?.name ?? cloudPcId

/** What was so at some time since then: all that began later, and what was so when it began. */
const valuesSince = <Value>(history: History<Value>, since: number): Value[] =>
  history.filter((_, at) => (history[at + 1]?.from ?? Infinity) > since).map(({ value }) => value)
