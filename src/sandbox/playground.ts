// Microsoft's own client, started twice beside the sandbox: once as an employee, once as a person of the helpdesk.
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { connect } from 'node:net'
import path from 'node:path'
import { stringify } from 'yaml'
import { root } from '../root.ts'
import { people, type SandboxPerson, tenantId } from './tenant.ts'

export type Playground = { readonly stop: () => Promise<void> }

const bot = { id: 'reconnect', name: 'Reconnect' }
const loopbackOnly = path.join(root, 'src', 'sandbox', 'loopback-only.cjs')
const helpdeskChannel = 'helpdesk-channel'
const secondTierChat = 'second-tier-chat'
/** The client wants exactly this many people beside the one who types. */
const otherUsers = 5
const patience = 30_000

/** True when something listens on this port of the loopback interface already. */
export async function isTaken(port: number): Promise<boolean> {
  const socket = connect({ host: 'localhost', port })
  try {
    await once(socket, 'connect')
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}

/** Starts a client for `person`. Throws a clear Error when it is not installed or ends before it listens. */
export async function startPlayground(
  person: SandboxPerson,
  port: number,
  botPort: number,
  folder: string,
): Promise<Playground> {
  const command = commandFile()
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  await writeFile(path.join(folder, '.m365agentsplayground.yml'), stringify(settingsFor(person)))
  const child = spawn(
    process.execPath,
    [
      '--require',
      loopbackOnly,
      command,
      '-e',
      `http://localhost:${botPort}/api/messages`,
      '-c',
      'msteams',
      '--disable-telemetry',
      '-p',
      String(port),
    ],
    { cwd: folder, stdio: ['ignore', 'pipe', 'ignore'] },
  )
  await listening(child, port)
  return { stop: () => stop(child) }
}

function commandFile(): string {
  try {
    return createRequire(import.meta.url).resolve('@microsoft/m365agentsplayground/cli.js')
  } catch (cause) {
    throw new Error('The sandbox needs the development packages. Run "npm ci" without --omit=dev.', { cause })
  }
}

/** Resolves once the client says that it listens; its output stays open, since it ends when that closes. */
function listening(child: ChildProcess, port: number): Promise<void> {
  const patient = setTimeout(() => child.kill('SIGKILL'), patience)
  return new Promise<void>((resolve, reject) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      if (chunk.toString().includes(`Listening on ${port}`)) resolve()
    })
    child.once('exit', () => {
      reject(
        new Error(
          `The client for port ${port} ended before it listened. The reason stands in devTools/*.log beside its settings.`,
        ),
      )
    })
  }).finally(() => {
    clearTimeout(patient)
  })
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const ended = once(child, 'exit')
  child.kill('SIGTERM')
  const impatient = setTimeout(() => child.kill('SIGKILL'), 2000)
  await ended
  clearTimeout(impatient)
}

/** The settings file of the client, for the person who types. */
function settingsFor(person: SandboxPerson) {
  const everybody = Object.values(people)
  return {
    version: '0.1.1',
    tenantId,
    bot,
    currentUser: account(person),
    users: everybody
      .filter(({ id }) => id !== person.id)
      .slice(0, otherUsers)
      .map(account),
    personalChat: { id: `personal-${person.givenName.toLowerCase()}` },
    groupChat: { id: secondTierChat, name: 'Second tier' },
    team: {
      id: 'it-support-team',
      name: 'IT Support',
      aadGroupId: '00000000-0000-4000-8000-0000000000cc',
      channels: [{ id: helpdeskChannel, name: 'Helpdesk' }],
    },
  }
}

const account = ({ id, givenName, surname, name, userPrincipalName }: SandboxPerson) => ({
  id: `29:${id}`,
  name,
  // the client's own spelling
  userPrincipleName: userPrincipalName,
  aadObjectId: id,
  givenName,
  surname,
  email: userPrincipalName,
})

/** Where the helpdesk's client keeps its channel and its group chat, so that tickets arrive without setting them up. */
export const helpdeskConversations = (port: number) => {
  const reference = (id: string, conversationType: string, name: string) =>
    JSON.stringify({
      serviceUrl: `http://localhost:${port}/_connector`,
      channelId: 'msteams',
      bot,
      conversation: { id, conversationType, isGroup: true, tenantId, name },
    })
  return {
    helpdesk: reference(helpdeskChannel, 'channel', 'Helpdesk'),
    'second-tier': reference(secondTierChat, 'groupChat', 'Second tier'),
  }
}
