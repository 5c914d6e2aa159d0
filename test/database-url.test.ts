// DATABASE_URL: which addresses are taken, and what is said about the others.
import assert from 'node:assert/strict'
import { databaseUrl } from '../src/database-url.ts'

const problemsOf = (url: string) => databaseUrl.safeParse(url).error?.issues.map(({ message }) => message) ?? []

describe('the address of the database', () => {
  for (const url of [
    'postgresql://bot:secret@db.contoso.com:6432/reconnect?sslmode=verify-full&sslrootcert=/etc/ssl/contoso.pem',
    'postgres://bot@[::1]/reconnect_2',
    'postgresql://bot:p%40ss%2Fw%23rd@10.0.0.4/re-connect',
    'postgresql://bot@%2Fvar%2Frun%2Fpostgresql/reconnect',
    'postgresql://b%C3%B6t@db/reconnect?sslmode=require',
  ])
    it(`may be ${url}`, () => {
      assert.deepEqual(problemsOf(url), [])
    })

  for (const [what, url, problem] of [
    ['another kind of database', 'mysql://bot:secret@db/reconnect', /postgresql:/],
    ['words', 'host=db user=bot', /postgresql:/],
    ['no role', 'postgresql://db.contoso.com/reconnect', /role/],
    ['no host', 'postgresql:///reconnect', /host/],
    ['no database', 'postgresql://bot:secret@db', /database/],
    ['a port that is none', 'postgresql://bot:secret@db:http/reconnect', /URL/],
    ['an option that nobody reads', 'postgresql://bot:secret@db/reconnect?schema=public', /option/],
    ['an sslmode that promises more than is held', 'postgresql://bot:secret@db/reconnect?sslmode=prefer', /sslmode/],
    ['half a percent-encoded character', 'postgresql://bot:100%@db/reconnect', /%/],
  ] as const)
    it(`is refused for ${what}`, () => {
      assert.match(problemsOf(url).join('\n'), problem)
    })

  // Taken for an address, each of these would have a part of the password for a host or a database.
  for (const password of ['pass/word', 'pass#word', 'pass?word', '1/word', '1#word', '1?word', 'p@ss/w@rd'])
    it(`is refused when the password has a bare ${password.replaceAll(/[\w@]/g, '')}, as in ${password}`, () => {
      assert.notDeepEqual(problemsOf(`postgresql://bot:${password}@db.contoso.com/reconnect`), [])
    })
})
