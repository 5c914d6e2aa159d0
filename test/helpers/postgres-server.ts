// A private PostgreSQL server for one run of the tests: its own folder and port, gone when the run is, however that ends.
import { execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { chownSync, existsSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import path from 'node:path'

export type PostgresServer = {
  /** To be followed by the name of a database. */
  readonly url: string
  stop(): Promise<void>
}

/** This role has to give its password; everybody else is let in as they are. */
export const guardedRole = { name: 'guarded', password: 'unmistakable-secret' }

const debian = '/usr/lib/postgresql'

/** The folder with the programs of a server, the newest where there are several; undefined where none is installed. */
export function findPostgres(): string | undefined {
  if (process.platform === 'win32') return undefined
  const onPath = (process.env['PATH'] ?? '').split(path.delimiter)
  const versions = existsSync(debian) ? readdirSync(debian).sort((one, other) => Number(other) - Number(one)) : []
  const folders = [...onPath, ...versions.map((version) => path.join(debian, version, 'bin'))]
  return folders.find((folder) => ['initdb', 'postgres'].every((name) => existsSync(path.join(folder, name))))
}

// All of it in a shell of its own, which ends the server at the end of its input: that comes when this process closes it or
// is no more, with nobody left to hear what is said then.
const serve = `
  trap '' PIPE
  exec 3<&0
  if "$BIN/initdb" -D "$FOLDER/data" -U postgres --auth=trust --encoding=UTF8 --locale=C --no-sync >/dev/null; then
    "$BIN/postgres" -D "$FOLDER/data" "$@" & server=$!
    { read -r _ <&3; kill -INT $server; } & watch=$!
    wait $server
    kill -KILL $watch
  fi
  rm -rf "$FOLDER"`

const rights = `
local all all trust
host all ${guardedRole.name} 127.0.0.1/32 scram-sha-256
host all all 127.0.0.1/32 trust
`

/** Starts the server whose programs are in `bin`; nothing of it is kept. */
export async function startPostgres(bin: string): Promise<PostgresServer> {
  const port = await freePort()
  const folder = mkdtempSync(path.join(tmpdir(), 'reconnect-postgres-'))
  const rightsFile = path.join(folder, 'pg_hba.conf')
  writeFileSync(rightsFile, rights)
  const user = unprivileged()
  if (user) for (const one of [folder, rightsFile]) chownSync(one, user.uid, user.gid)

  const settings = {
    hba_file: rightsFile,
    listen_addresses: '127.0.0.1',
    port,
    unix_socket_directories: folder,
    fsync: 'off',
    deadlock_timeout: '20ms',
    // A connection that says nothing holds up whoever makes or deletes a database.
    authentication_timeout: '5s',
  }
  const options = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const child = spawn('sh', ['-c', serve, 'sh', ...options], {
    cwd: folder,
    env: { ...process.env, BIN: bin, FOLDER: folder },
    stdio: ['pipe', 'ignore', 'pipe'],
    // In a group of its own: whatever ends the run leaves the end of the server to the shell.
    detached: true,
    ...user,
  })
  const ended = once(child, 'close')
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text))
  const endedEarly = () => Promise.reject(new Error(`the PostgreSQL server ended early:\n${said}`))
  while (!said.includes('ready to accept connections'))
    await Promise.race([once(child.stderr, 'data'), ended.then(endedEarly)])
  return {
    url: `postgresql://postgres@127.0.0.1:${port}/`,
    async stop() {
      child.stdin.end()
      await ended
    },
  }
}

/** A server refuses to run as root: then it runs as the user that its package has made, or as nobody. */
function unprivileged(): { readonly uid: number; readonly gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined
  const [uid = NaN, gid = NaN] = ['-u', '-g'].map((which) => Number(idOf(which, 'postgres') ?? idOf(which, 'nobody')))
  return { uid, gid }
}

function idOf(which: string, user: string): string | undefined {
  try {
    return execFileSync('id', [which, user], { encoding: 'utf8', stdio: 'pipe' })
  } catch {
    return undefined
  }
}

async function freePort(): Promise<number> {
  const server = createServer()
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
