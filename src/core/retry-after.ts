// How long a service asks to be left alone, from its Retry-After header in all its forms.

const dayMs = 24 * 60 * 60_000
const httpDate = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/

/** Milliseconds that a Retry-After header asks for; undefined when it is missing or makes no sense. */
export function retryAfterMs(header: string | undefined, now: Date): number | undefined {
  const text = header?.trim() ?? ''
  if (/^\d+$/.test(text)) return Math.min(Number(text) * 1000, dayMs)
  if (!httpDate.test(text)) return undefined
  const ms = Date.parse(text) - now.getTime()
  return Number.isNaN(ms) ? undefined : Math.min(Math.max(ms, 0), dayMs)
}
