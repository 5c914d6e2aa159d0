// Runs the `reconnect` command as a person does: in a process of its own, from a folder that is not the project's.
import { spawn } from 'node:child_process'
import { tmpdir } from 'node:os'
import path from 'node:path'

export const projectRoot = path.resolve(import.meta.dirname, '../..')
const command = path.join(projectRoot, 'bin', 'reconnect.js')

export type Run = { readonly code: number | null; readonly out: string; readonly err: string }

type RunOptions = {
  readonly cwd?: string
  readonly env?: Readonly<Record<string, string>>
  /** Written to standard input, which is then closed unless `keepOpen` is set. */
  readonly input?: string
  readonly keepOpen?: boolean
}

export function reconnect(args: readonly string[], options: RunOptions = {}): Promise<Run> {
  const { cwd = tmpdir(), env = {}, input = '', keepOpen = false } = options
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [command, ...args], { cwd, env: { ...process.env, ...env } })
    const texts = { out: '', err: '' }
    child.stdout.setEncoding('utf8').on('data', (text: string) => (texts.out += text))
    child.stderr.setEncoding('utf8').on('data', (text: string) => (texts.err += text))
    child.on('error', reject)
    child.on('close', (code) => {
      resolve({ code, ...texts })
    })
    // The command may end before it has read all of its input.
    child.stdin.on('error', () => undefined)
    if (keepOpen) child.stdin.write(input)
    else child.stdin.end(input)
  })
}
