// The part of Graph that the bot uses, answered from the tenant's data in Graph's shapes.
import type { SandboxCall } from './faults.ts'
import { type Asked, graphError, type Reply } from './replies.ts'
import { helpdeskGroupId, type SandboxCloudPc, type Tenant } from './tenant.ts'

type Route = {
  readonly call: SandboxCall
  readonly method: string
  readonly path: RegExp
  readonly reply: (asked: Asked, id: string, tenant: Tenant, settings: RouteSettings) => Reply
}
export type RouteSettings = { readonly pageSize: number; readonly now: () => Date }

const cloudPcsPath = 'deviceManagement/virtualEndpoint/cloudPCs'

const routes: readonly Route[] = [
  { call: 'user', method: 'GET', path: /^\/v1\.0\/users\/([^/]+)$/, reply: user },
  { call: 'check', method: 'POST', path: /^\/v1\.0\/users\/([^/]+)\/checkMemberGroups$/, reply: check },
  { call: 'members', method: 'GET', path: /^\/v1\.0\/groups\/([^/]+)\/transitiveMembers$/, reply: members },
  { call: 'list', method: 'GET', path: new RegExp(`^/(?:v1\\.0|beta)/${cloudPcsPath}()$`), reply: list },
  { call: 'detail', method: 'GET', path: new RegExp(`^/(?:v1\\.0|beta)/${cloudPcsPath}/([^/]+)$`), reply: detail },
  {
    call: 'reboot',
    method: 'POST',
    path: new RegExp(`^/(?:v1\\.0|beta)/${cloudPcsPath}/([^/]+)/reboot$`),
    reply: reboot,
  },
  {
    call: 'results',
    method: 'GET',
    path: new RegExp(`^/beta/${cloudPcsPath}/([^/]+)/retrieveCloudPcRemoteActionResults$`),
    reply: results,
  },
]

/** The route that a request takes; undefined when Graph has no such thing. */
export function routeOf(asked: Asked, tenant: Tenant, settings: RouteSettings) {
  for (const { call, method, path, reply } of routes) {
    const match = asked.method === method ? path.exec(asked.url.pathname) : null
    if (match)
      return { call, reply: () => reply(asked, decodeURIComponent(match[1] ?? '').toLowerCase(), tenant, settings) }
  }
  return undefined
}

function user({ url }: Asked, id: string, { people }: Tenant): Reply {
  const found = people.find((one) => one.id === id || one.userPrincipalName === id)
  if (!found) return graphError(404, 'Request_ResourceNotFound', `Resource '${id}' does not exist.`)
  const { userPrincipalName, givenName, surname, name } = found
  return ok(
    select({ id: found.id, displayName: name, givenName, surname, userPrincipalName, accountEnabled: true }, url),
    '$metadata#users/$entity',
  )
}

function check({ body }: Asked, id: string, { people }: Tenant): Reply {
  const found = people.find((one) => one.id === id)
  if (!found) return graphError(404, 'Request_ResourceNotFound', `Resource '${id}' does not exist.`)
  const groupIds = typeof body === 'object' && body !== null && 'groupIds' in body ? body.groupIds : undefined
  if (!Array.isArray(groupIds) || groupIds.length === 0 || groupIds.length > 20)
    return graphError(400, 'Request_BadRequest', 'groupIds must name between 1 and 20 groups.')
  return ok(
    { value: found.isHelpdesk && groupIds.includes(helpdeskGroupId) ? [helpdeskGroupId] : [] },
    '$metadata#Collection(Edm.String)',
  )
}

function members({ url }: Asked, id: string, { people }: Tenant): Reply {
  if (id !== helpdeskGroupId) return graphError(404, 'Request_ResourceNotFound', `Resource '${id}' does not exist.`)
  const value = people
    .filter(({ isHelpdesk }) => isHelpdesk)
    .map((one) => ({ '@odata.type': '#microsoft.graph.user', ...select({ id: one.id, displayName: one.name }, url) }))
  return ok({ value }, '$metadata#directoryObjects')
}

function list(asked: Asked, _: string, tenant: Tenant, settings: RouteSettings): Reply {
  const { url } = asked
  const filter = url.searchParams.get('$filter')
  const owner = filter === null ? undefined : /^userPrincipalName eq '((?:[^']|'')*)'$/.exec(filter)?.[1]
  if (filter !== null && owner === undefined)
    return graphError(400, 'invalidRequest', 'The stand-in filters by userPrincipalName only.')
  const wanted = owner?.replaceAll("''", "'").toLowerCase()
  const found = tenant.cloudPcs.filter((pc) => wanted === undefined || pc.owner.userPrincipalName === wanted)
  const start = Number(url.searchParams.get('$skiptoken') ?? 0)
  const end = start + Math.min(Number(url.searchParams.get('$top') ?? settings.pageSize), settings.pageSize)
  const next = new URL(url)
  next.searchParams.set('$skiptoken', String(end))
  const value = found.slice(start, end).map((pc) => select(shapeOf(pc, asked, settings), url))
  const more = end < found.length ? { '@odata.nextLink': next.href.replaceAll('%24', '$') } : {}
  return ok({ ...more, value }, `$metadata#${cloudPcsPath}`)
}

function detail(asked: Asked, id: string, { cloudPcs }: Tenant, settings: RouteSettings): Reply {
  const pc = cloudPcs.find((one) => one.id === id)
  return pc ? ok(select(shapeOf(pc, asked, settings), asked.url), `$metadata#${cloudPcsPath}/$entity`) : noCloudPc(id)
}

function reboot(_: Asked, id: string, tenant: Tenant): Reply {
  const pc = tenant.cloudPcs.find((one) => one.id === id)
  if (!pc) return noCloudPc(id)
  if (pc.status === 'provisioning') return graphError(409, 'conflict', 'The Cloud PC is being provisioned.')
  tenant.accept(id)
  return { status: 204 }
}

function results(_: Asked, id: string, { cloudPcs, reboots, stateOf }: Tenant): Reply {
  if (!cloudPcs.some((one) => one.id === id)) return noCloudPc(id)
  const value = reboots()
    .filter((one) => one.cloudPcId === id)
    .map((one) => {
      const { state, since } = stateOf(one)
      const dates = { startDateTime: one.at.toISOString(), lastUpdatedDateTime: since.toISOString() }
      return {
        actionName: 'Reboot',
        actionState: state,
        ...dates,
        cloudPcId: id,
        managedDeviceId: id,
        statusDetail: null,
      }
    })
  return ok({ value }, '$metadata#Collection(microsoft.graph.cloudPcRemoteActionResult)')
}

/** v1.0 knows neither status nor power; beta does. */
function shapeOf(pc: SandboxCloudPc, { url, headers }: Asked, { now }: RouteSettings): Record<string, unknown> {
  const graceEnds = pc.status === 'inGracePeriod' ? new Date(now().getTime() + 5 * 86_400_000).toISOString() : null
  const v1 = {
    id: pc.id,
    displayName: pc.name,
    imageDisplayName: 'Windows 11 Enterprise + Microsoft 365 Apps 24H2',
    managedDeviceId: pc.id,
    managedDeviceName: pc.name,
    provisioningPolicyName: 'Contoso standard',
    provisioningType: pc.isFrontline ? 'shared' : 'dedicated',
    onPremisesConnectionName: null,
    servicePlanName: pc.plan,
    userPrincipalName: pc.owner.userPrincipalName,
    gracePeriodEndDateTime: graceEnds,
    lastModifiedDateTime: now().toISOString(),
  }
  if (!url.pathname.startsWith('/beta/')) return v1
  const isTold = String(headers['prefer'] ?? '').includes('include-unknown-enum-members')
  return {
    ...v1,
    provisioningType: pc.isFrontline && isTold ? 'sharedByUser' : v1.provisioningType,
    status: pc.status,
    productType: pc.isFrontline ? 'frontline' : 'enterprise',
    servicePlanType: 'enterprise',
    powerState: pc.powerState,
    frontlineCloudPcAvailability: pc.isFrontline ? 'available' : 'notApplicable',
    connectivityResult: {
      status: pc.status === 'provisioned' ? 'available' : 'unavailable',
      failedHealthCheckItems: [],
    },
  }
}

function select(item: Record<string, unknown>, url: URL): Record<string, unknown> {
  const names = url.searchParams.get('$select')?.split(',')
  return names
    ? Object.fromEntries(Object.entries(item).filter(([name]) => name === 'id' || names.includes(name)))
    : item
}

const ok = (body: object, context: string): Reply => ({ status: 200, body: { '@odata.context': context, ...body } })

const noCloudPc = (id: string) => graphError(404, 'itemNotFound', `There is no Cloud PC with the id '${id}'.`)
