// `reconnect package`: fills in the Teams manifest and writes the zip that Teams takes. The same options give the same bytes.
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { zipSync } from 'fflate'
import * as z from 'zod'

/** What is used where an organization names nothing of its own. The website is a reserved name that belongs to nobody. */
export const packageDefaults = {
  out: path.join('dist', 'reconnect.zip'),
  developer: 'Your IT helpdesk',
  website: 'https://example.com/',
} as const

const address = z.url({ protocol: /^https$/, normalize: true }).max(2048)
const takesAddress = 'an address that starts with https:// and has at most 2048 characters'

const options = z.object({
  appId: z.guid().describe('the application (client) id of the bot, a GUID; it is RECONNECT_APP_ID in .env'),
  out: z.string().trim().min(1).describe('the path of the zip file to write'),
  developer: z.string().trim().min(1).max(32).describe('a name of 1 to 32 characters'),
  website: address.describe(takesAddress),
  privacy: address.optional().describe(takesAddress),
  terms: address.optional().describe(takesAddress),
})
const optionNames = options.keyof().options

/** Writes the app package made from the files in `folder`; answers the exit code. */
export async function writePackage(folder: string, given: Readonly<Record<string, unknown>>): Promise<number> {
  const { data } = options.safeParse(given)
  if (!data) return refuse(faultsOf(given))
  const { out, appId, developer, website, privacy = website, terms = website } = data
  const zip = zipSync(await filesOf(folder, { appId, developer, website, privacy, terms }), { level: 9, mtime: aTime })
  if (!(await save(out, zip)))
    return refuse([`--out cannot be written to: ${out}. Cure: name a file in a folder that you may write to.`])
  console.log(`Wrote ${out}. Upload it in the Teams admin center: Teams apps, Manage apps, Upload new app.`)
  if (website === packageDefaults.website)
    console.log(`The app's website is still ${website}. Give --website to link to a page of your own.`)
  return 0
}

function refuse(faults: readonly string[]): number {
  faults.forEach((fault) => {
    console.error(fault)
  })
  return 1
}

const faultsOf = (given: Readonly<Record<string, unknown>>): string[] =>
  optionNames
    .filter((name) => !options.shape[name].safeParse(given[name]).success)
    .map((name) => {
      const problem = given[name] === undefined ? 'is missing' : 'has a value that cannot be used'
      return `--${name === 'appId' ? 'app-id' : name} ${problem}. Cure: give ${options.shape[name].description ?? 'another value'}.`
    })

// A zip keeps local time without its zone: local noon reads the same everywhere.
const aTime = new Date(2000, 0, 1, 12)

async function filesOf(folder: string, values: Readonly<Record<string, string>>): Promise<Record<string, Uint8Array>> {
  const template = await readFile(path.join(folder, 'manifest.json'), 'utf8')
  return {
    'manifest.json': Buffer.from(`${JSON.stringify(fillIn(template, values), undefined, 2)}\n`),
    'color.png': await readFile(path.join(folder, 'color.png')),
    'outline.png': await readFile(path.join(folder, 'outline.png')),
  }
}

/** The manifest with every {{placeholder}} replaced; throws when one has no value. */
function fillIn(template: string, values: Readonly<Record<string, string>>): unknown {
  const fill = (text: string) =>
    text.replaceAll(/\{\{(\w+)\}\}/g, (placeholder: string, name: string) => {
      const value = values[name]
      if (value === undefined) throw new Error(`The manifest has an unknown placeholder: ${placeholder}`)
      return value
    })
  return JSON.parse(template, (_, value: unknown) => (typeof value === 'string' ? fill(value) : value))
}

async function save(file: string, bytes: Uint8Array): Promise<boolean> {
  try {
    await mkdir(path.dirname(file), { recursive: true })
    await writeFile(file, bytes)
    return true
  } catch {
    return false
  }
}
