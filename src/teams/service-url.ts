// Where the bot may send its token: the channel's own hosts, exactly, and an address that cannot be read in two ways.

/** Where Teams is in the commercial cloud. Others, as of the government clouds, are set by the administrator. */
export const usualOrigins: readonly string[] = ['https://smba.trafficmanager.net']

/** At one of these origins to the letter, no credentials, no query, and written just as it would be sent. */
export function isServiceUrl(text: string, origins: readonly string[]): boolean {
  if (!URL.canParse(text)) return false
  const url = new URL(text)
  // Two readers may find two hosts in what is not written plainly.
  const isPlain = url.href === text || url.href === `${text}/`
  return isPlain && origins.includes(url.origin) && !/[?#@]/.test(text)
}
