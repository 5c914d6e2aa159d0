// Sandbox mode: a stand-in tenant, the bot, and two clients to try it in. Everything stays on this machine.
import path from 'node:path'
import type { App } from '../app.ts'
import { channelKinds } from '../core/people.ts'
import { helpdeskConversations, isTaken, type Playground, startPlayground } from './playground.ts'
import { type Sandbox, startSandbox } from './server.ts'
import { people } from './tenant.ts'

export type SandboxPorts = { readonly port: number; readonly employeePort: number; readonly helpdeskPort: number }

export type RunningSandbox = { readonly sandbox: Sandbox; stop(): Promise<void> }

/**
 * Starts everything; `createApp` makes the bot once the tenant is there. Throws an Error that names the taken port
 * or whatever else keeps it from starting, with nothing left running.
 */
export async function runSandbox(
  ports: SandboxPorts,
  folder: string,
  createApp: (sandbox: Sandbox) => Promise<App>,
): Promise<RunningSandbox> {
  await refuseTakenPorts(ports)
  const running: { stop(): Promise<unknown> }[] = []
  const stop = async () => {
    for (const part of running.splice(0).reverse()) await part.stop()
  }
  try {
    const sandbox = await startSandbox({ production: false })
    running.push(sandbox)
    const app = await createApp(sandbox)
    running.push(app)
    await app.start()
    const conversations = helpdeskConversations(ports.helpdeskPort)
    for (const kind of channelKinds)
      await app.world.store.commit([
        { put: 'channel', kind, conversation: conversations[kind], by: people.ben, at: new Date() },
      ])
    running.push(...(await startClients(ports, folder)))
    return { sandbox, stop }
  } catch (error) {
    await stop()
    throw error
  }
}

async function startClients({ port, employeePort, helpdeskPort }: SandboxPorts, folder: string): Promise<Playground[]> {
  const started = await Promise.allSettled([
    startPlayground(people.ana, employeePort, port, path.join(folder, 'employee')),
    startPlayground(people.ben, helpdeskPort, port, path.join(folder, 'helpdesk')),
  ])
  const clients = started.flatMap((result) => (result.status === 'fulfilled' ? [result.value] : []))
  const failure = started.find((result) => result.status === 'rejected')
  if (!failure) return clients
  for (const client of clients) await client.stop()
  throw failure.reason
}

async function refuseTakenPorts({ port, employeePort, helpdeskPort }: SandboxPorts): Promise<void> {
  const wanted = [
    { port, variable: 'RECONNECT_PORT' },
    { port: employeePort, variable: 'RECONNECT_SANDBOX_EMPLOYEE_PORT' },
    { port: helpdeskPort, variable: 'RECONNECT_SANDBOX_HELPDESK_PORT' },
  ]
  if (new Set(wanted.map((entry) => entry.port)).size < wanted.length)
    throw new Error(`The sandbox needs three different ports: ${wanted.map(({ variable }) => variable).join(', ')}.`)
  for (const { port: number, variable } of wanted)
    if (await isTaken(number))
      throw new Error(`Port ${number} is taken. Stop what uses it, or set ${variable} to another port.`)
}

/** What to open and what to try. */
export const sandboxGuide = ({ employeePort, helpdeskPort }: SandboxPorts): string => `
Reconnect runs in sandbox mode. Nothing leaves this machine.

  ${people.ana.name}, employee   http://localhost:${employeePort}
  ${people.ben.name}, helpdesk     http://localhost:${helpdeskPort}

Open both before you begin: each shows only what comes while it is open.

Try as ${people.ana.givenName}:
  1. Paste: The remote PC ended your session. Error code: 0x3
     Answer the question, press "Restart my Cloud PC", and watch it come back.
  2. Paste: The logon attempt failed
     Answer, then press "Get help". The ticket appears in ${people.ben.givenName}'s client, under Teams Channel, Helpdesk.
  3. Paste: Since the new hardening policy my Cloud PC does not accept connections
     This restart needs an approval: give it as ${people.ben.givenName}.
As ${people.ben.givenName}, paste an error into the personal chat to get the whole runbook.

Ctrl+C ends all of it.
`
