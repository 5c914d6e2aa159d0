// The URLs that are asked for, and the checks of everything that goes into one. Pure.

const cloudPcs = '/deviceManagement/virtualEndpoint/cloudPCs'

const guid = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** An Entra object id, and the id of a Cloud PC as well. Nothing else is put into a path. */
export const isGuid = (id: string): boolean => guid.test(id)

export const userPath = (id: string): string => `/v1.0/users/${id}?$select=id,userPrincipalName,accountEnabled`

export const memberGroupsPath = (id: string): string => `/v1.0/users/${id}/checkMemberGroups`

/** Groups within the group count as well; one page is more than a card can offer. */
export const groupMembersPath = (id: string): string =>
  `/v1.0/groups/${id}/transitiveMembers?$select=id,displayName&$top=200`

export function ownedPath(userPrincipalName: string): string {
  const filter = encodeURIComponent(`userPrincipalName eq '${userPrincipalName.replaceAll("'", "''")}'`)
  return `/v1.0${cloudPcs}?$select=id,displayName,userPrincipalName,servicePlanName,provisioningType&$filter=${filter}`
}

export const cloudPcPath = (id: string): string => `/v1.0${cloudPcs}/${id}?$select=id`

export const detailPath = (id: string): string =>
  `/beta${cloudPcs}/${id}?$select=id,status,powerState,productType,provisioningType`

export const rebootPath = (id: string): string => `/v1.0${cloudPcs}/${id}/reboot`

export const resultsPath = (id: string): string => `/beta${cloudPcs}/${id}/retrieveCloudPcRemoteActionResults`

/** The path of a next link; undefined when it leads away from Graph, so that no token follows it. */
export function nextPath(link: string, baseUrl: URL): string | undefined {
  if (!URL.canParse(link, baseUrl.href)) return undefined
  const url = new URL(link, baseUrl)
  if (url.origin !== baseUrl.origin || url.username !== '' || url.password !== '') return undefined
  const path = `${url.pathname}${url.search}`
  // The SDK takes a scheme anywhere in a path for the start of another host.
  return path.includes('://') ? undefined : path
}

/** The address of Graph: https, or plain http on this machine, since tokens travel on it. */
export function graphBaseUrl(text: string): URL {
  const url = new URL(text)
  const isLocal = ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname)
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLocal))
    throw new Error(`The address of Graph must be https, or http on this machine; it is ${url.protocol}//${url.host}.`)
  return new URL(url.origin)
}

/** What a token is asked for. A stand-in on this machine takes the tokens of the public cloud. */
export const graphScope = (baseUrl: URL): string =>
  `${baseUrl.protocol === 'https:' ? baseUrl.origin : 'https://graph.microsoft.com'}/.default`
