// `npm run licences`: every package that the running bot is made of, with its licence, as its own package.json says. Ends with
// 1 where one is not permissive.
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'

const root = path.resolve(import.meta.dirname, '..')
/** Those that ask for no more than to be named, or for nothing; that of Python also to say what was changed. */
const permissive = [
  'MIT',
  'ISC',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'BlueOak-1.0.0',
  'Unlicense',
  'CC0-1.0',
  'PSF-2.0',
]
/** Of packages whose package.json names none: what stands in their own README or LICENSE. */
const toldElsewhere: Readonly<Record<string, string>> = { 'escape-regexp-component': 'MIT', jspath: 'MIT' }

type Manifest = { readonly name?: string; readonly version?: string; readonly license?: unknown }
type Lock = { readonly packages: Readonly<Record<string, { readonly dev?: boolean; readonly optional?: boolean }>> }

const read = (file: string): unknown => JSON.parse(readFileSync(path.join(root, file), 'utf8'))

function isPermissive(licence: string): boolean {
  // Of a choice, one will do.
  return licence
    .replace(/^\(|\)$/g, '')
    .split(' OR ')
    .some((one) => permissive.includes(one))
}

const { packages } = read('package-lock.json') as Lock
const installed = Object.entries(packages)
  // What is for another machine is not here.
  .filter(([place, { dev }]) => place !== '' && dev !== true && existsSync(path.join(root, place, 'package.json')))
  .map(([place]) => read(`${place}/package.json`) as Manifest)
  .map(({ name = '', version = '', license }) => ({
    name,
    version,
    licence: typeof license === 'string' ? license : (toldElsewhere[name] ?? 'unknown'),
  }))
  .sort((a, b) => (a.name < b.name ? -1 : 1))

for (const { name, version, licence } of installed) console.log(`${name}@${version} ${licence}`)
const others = installed.filter(({ licence }) => !isPermissive(licence))
for (const { name, licence } of others) console.error(`${name} is under ${licence}, which is not permissive`)
process.exitCode = others.length > 0 || installed.length === 0 ? 1 : 0
