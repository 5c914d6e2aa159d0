// DATABASE_URL: the address of a PostgreSQL database, with everything that is wrong with it. Strict, since a bare / ? or #
// in a password makes the rest of it a host or a database name, which messages would show.
import * as z from 'zod'

const modes = ['disable', 'no-verify', 'require', 'verify-full']
const options = ['sslmode', 'sslrootcert', 'sslcert', 'sslkey']

export const databaseUrl = z
  .string()
  .superRefine((value, context) => {
    for (const message of problemsOf(value)) context.addIssue({ code: 'custom', message })
  })
  .describe(
    'postgresql://ROLE:PASSWORD@HOST:PORT/DATABASE, with special characters of the password as in %40 for @, ' +
      'and behind it, where wanted, ?sslmode=verify-full',
  )

function problemsOf(value: string): string[] {
  if (!/^postgres(?:ql)?:\/\//.test(value)) return ['does not begin with postgresql://']
  if (!URL.canParse(value)) return ['is not a URL']
  const { username, hostname, pathname, searchParams, hash } = new URL(value)
  const mode = searchParams.get('sslmode')
  const problems: readonly (readonly [boolean, string])[] = [
    [username === '', 'names no role'],
    [hostname === '', 'names no host'],
    [!/^\/[\w.%-]+$/.test(pathname), 'names no database, or one with characters that have to be percent-encoded'],
    [hash !== '', 'has a # that is not percent-encoded'],
    [[...searchParams.keys()].some((key) => !options.includes(key)), `has an option other than ${options.join(', ')}`],
    [mode !== null && !modes.includes(mode), `has an sslmode other than ${modes.join(', ')}`],
    [!decodes(value), 'has a % that begins no percent-encoded character'],
  ]
  return problems.filter(([wrong]) => wrong).map(([, problem]) => problem)
}

function decodes(text: string): boolean {
  try {
    decodeURIComponent(text)
    return true
  } catch {
    return false
  }
}
