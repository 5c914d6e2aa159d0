// Where the bot may send its token: the channel's own hosts, exactly, and an address that cannot be read in two ways.

/** The hosts of Teams in the commercial cloud. Others, as of the government clouds, are set by the administrator. */
export const usualServiceHosts: readonly string[] = ['smba.trafficmanager.net']

/** https, one of these hosts to the letter, no port, no credentials, no query, and written just as it would be sent. */
export function isServiceUrl(text: string, hosts: readonly string[]): boolean {
  if (!URL.canParse(text)) return false
  const url = new URL(text)
  // Two readers may find two hosts in what is not written plainly.
  const isPlain = url.href === text || url.href === `${text}/`
  return isPlain && url.origin === `https://${url.hostname}` && hosts.includes(url.hostname) && !/[?#@]/.test(text)
}
