// Graph as the bot meets it: Cloud PCs and their owners, and restarts that it carries out, refuses or leaves in doubt.
import type { ActionUnderWay } from '../../src/core/cloud-pc.ts'
import type { Person } from '../../src/core/people.ts'
import type { Devices, DevicesAnswer, GraphFailure, RestartAnswer, RestartProgress } from '../../src/flows/ports.ts'
import { failureOfStatus } from '../../src/graph/errors.ts'
import { toActionUnderWay, toProgress } from '../../src/graph/shapes.ts'
import type { BotProcess } from './bot-process.ts'
import { type Action, actionsOf } from './far-actions.ts'
import { type FarPeople, peopleOf } from './far-people.ts'
import type { FaultKind } from './faults.ts'
import { longestUnchanged, valuesSince } from './history.ts'
import type { Random } from './random.ts'
import type { Run } from './run.ts'
import { waitFor, wire } from './wire.ts'

/** A POST as Graph took it. */
export type Post = {
  readonly requestId: string | undefined
  readonly cloudPcId: string
  /** Did the Cloud PC restart because of it? */
  readonly acted: boolean
  /** And did that go wrong later? */
  readonly fails: boolean
}

export type FarGraph = FarPeople & {
  readonly devices: (process: BotProcess) => Devices
  /** The bot has noted that it cannot tell whether this Cloud PC restarts. */
  stayUnseen(cloudPcId: string): void
  /** Who had this Cloud PC at some time since then. */
  ownersSince(cloudPcId: string, since: number): readonly string[]
}

export type PostWatch = {
  /** Answers the request that it is for, as the store knows it. */
  left(cloudPcId: string, process: BotProcess): string | undefined
  taken(post: Post): void
  toldToWait(requestId: string | undefined, process: BotProcess, until: number): void
}

export type Tenant = {
  readonly people: readonly Person[]
  readonly helpdesk: readonly Person[]
  readonly cloudPcs: readonly { readonly id: string; readonly name: string; readonly owner: Person }[]
}

/** The deadline of a call in src/graph/client.ts, and how far its clock and the bot's may differ in src/graph/devices.ts. */
const deadline = 10_000
const skew = 120_000

const hour = 3_600_000

export function startGraph(run: Run, tenant: Tenant, watch: PostWatch): FarGraph {
  const { time, faults } = run
  const random = run.randomFor('graph')
  const owners = new Map(tenant.cloudPcs.map(({ id, owner }) => [id, [{ from: time.now(), value: owner.id }]]))
  const { act, listed, stayUnseen } = actionsOf(run, random)

  async function restart(cloudPcId: string, process: BotProcess): Promise<RestartAnswer> {
    const requestId = watch.left(cloudPcId, process)
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

  function changeHands(id: string): void {
    const heir = random.pick(tenant.people)
    run.trace(`graph: ${nameOf(tenant, id)} is now ${heir.name}'s`)
    owners.get(id)?.push({ from: time.now(), value: heir.id })
  }

  async function ownedBy(personId: string): Promise<DevicesAnswer> {
    await wire(run, random)
    if (faults.happen('graph cannot be read')) return unread(run, random)
    const owned = tenant.cloudPcs.filter(({ id }) => owners.get(id)?.at(-1)?.value === personId)
    for (const { id } of owned)
      if (faults.happen('cloud pc changes hands'))
        time.at(time.now() + random.spread(1, longestUnchanged), () => {
          changeHands(id)
        })
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

  async function exists(cloudPcId: string): Promise<'yes' | 'no' | 'unknown'> {
    await wire(run, random)
    if (faults.happen('graph cannot be read')) return 'unknown'
    return owners.has(cloudPcId) ? 'yes' : 'no'
  }

  return {
    devices: (process) => ({
      ownedBy,
      progress,
      actionUnderWay,
      exists,
      restart: (cloudPcId) => restart(cloudPcId, process),
    }),
    ownersSince: (cloudPcId, since) => valuesSince(owners.get(cloudPcId) ?? [], since),
    ...peopleOf(run, tenant, random),
    stayUnseen,
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

const nameOf = ({ cloudPcs }: Tenant, cloudPcId: string): string =>
  cloudPcs.find(({ id }) => id === cloudPcId)?.name ?? cloudPcId
