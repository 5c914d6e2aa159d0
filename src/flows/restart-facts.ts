// Everything a decision about a restart has to know, read now: what was true a moment ago may not be true any more.
import type { CloudPc } from '../core/cloud-pc.ts'
import type { Brake } from '../core/policy/brake.ts'
import {
  decideRestart,
  type RestartDecision,
  type RestartFacts,
  unusedApproval,
  wasDeclined,
} from '../core/policy/restart.ts'
import type { RestartRequest } from '../core/restart-request.ts'
import type { Session } from '../core/session.ts'
import type { GraphFailure } from './ports.ts'
import { symptomOf, type World } from './world.ts'

const hour = 60 * 60_000
const day = 24 * hour

export type Gathered = {
  readonly policy: RestartFacts
  readonly owned: readonly CloudPc[]
  readonly brake: Brake
  /** Is whoever approved it still of the helpdesk? Yes, where nobody had to. */
  readonly leave: 'yes' | 'no' | 'unknown'
  /** The earlier request whose approval holds for this one too. */
  readonly approval: RestartRequest | undefined
}

/** The facts, or why Graph would not tell them. */
export async function gatherFacts(
  world: World,
  request: RestartRequest,
): Promise<{ readonly ok: true; readonly facts: Gathered } | { readonly ok: false; readonly failure: GraphFailure }> {
  const { person, cloudPc, decidedBy } = request
  const [answer, actionUnderWay, leave, past, brake] = await Promise.all([
    world.devices.ownedBy(person.id),
    // One that began earlier has been forgotten by Graph rather than lasts.
    world.devices.actionUnderWay(cloudPc.id, before(world, hour)),
    decidedBy ? world.people.isHelpdesk(decidedBy.id, 'now') : ('yes' as const),
    pastRequests(world, request),
    world.brakes.current(),
  ])
  if (!answer.ok) return answer
  const device = answer.devices.find(({ id }) => id === cloudPc.id)
  const { approval, approvalMissing } = await approvalFor(world, request, past.forDevice, brake)
  const policy = { ...past, device, actionUnderWay, approvalMissing: approvalMissing && !decidedBy }
  return { ok: true, facts: { policy, owned: answer.devices, brake, leave, approval } }
}

/**
 * What the store says already about a restart that nobody has asked for yet, so that nobody is asked to confirm what will be
 * refused. Once it is asked for, all is read and decided again.
 */
export async function foresee(world: World, { person, symptomId }: Session, device: CloudPc): Promise<RestartDecision> {
  const asked = { id: undefined, person, cloudPc: device, symptomId }
  const [past, brake] = await Promise.all([pastRequests(world, asked), world.brakes.current()])
  const { approvalMissing } = await approvalFor(world, asked, past.forDevice, brake)
  return decideRestart({ ...past, device, actionUnderWay: undefined, approvalMissing }, world.rules)
}

/** Who was declined does not get the same restart by asking for it in other words. */
async function approvalFor(
  world: World,
  asked: Pick<RestartRequest, 'person' | 'symptomId'>,
  forDevice: readonly RestartRequest[],
  brake: Brake,
): Promise<{ readonly approval: RestartRequest | undefined; readonly approvalMissing: boolean }> {
  const isNeeded =
    symptomOf(world, asked.symptomId)?.approval === 'helpdesk' || brake.why !== undefined || wasDeclined(forDevice)
  const approval = await standingApproval(world, unusedApproval(asked, forDevice), brake)
  return { approval, approvalMissing: isNeeded && !approval }
}

/** An approval holds no longer once its ticket was declined or withdrawn, or the brake was pulled after it. */
async function standingApproval(
  world: World,
  approval: RestartRequest | undefined,
  brake: Brake,
): Promise<RestartRequest | undefined> {
  if (!approval?.ticketId || (brake.why && brake.at > approval.since)) return undefined
  const ticket = await world.tickets.find(approval.ticketId)
  return ticket && !['declined', 'withdrawn'].includes(ticket.state) ? approval : undefined
}

/** A request, or what would become one; that has no id yet. */
type Asked = Pick<RestartRequest, 'person'> & {
  readonly id: string | undefined
  readonly cloudPc: { readonly id: string }
}

/** The requests of the last day that a decision has to know of, without the one that is decided on. */
async function pastRequests(world: World, { id, person, cloudPc }: Asked) {
  const now = world.clock.now()
  const since = before(world, day)
  const others = (requests: RestartRequest[]) => requests.filter((other) => other.id !== id)
  const [byPerson, forDevice] = await Promise.all([
    world.requests.since(since, { personId: person.id }),
    world.requests.since(since, { cloudPcId: cloudPc.id }),
  ])
  return { now, byPerson: others(byPerson), forDevice: others(forDevice) }
}

const before = (world: World, ms: number): Date => new Date(world.clock.now().getTime() - ms)
