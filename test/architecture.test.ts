// Holds the architecture: who may import whom and what, and what no file may do. Reads the source, runs none of it.
import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { decode, encode } from '../src/cards/actions.ts'
import { type Button, screenKinds } from '../src/core/screens.ts'
import { standingCards } from '../src/core/actions.ts'
import { showStanding } from '../src/flows/run-command.ts'
import { everyScreen, sentFrom } from './helpers/every-screen.ts'
import { circleIn, type Import, parseSource, readSource, root, type SourceFile } from './helpers/source-files.ts'
import { verbsUnderstood } from './helpers/verbs-understood.ts'

const source = readSource('src')
const all = [...source, ...readSource('migrations')]

/** Imports that are not allowed, as "file -> what it imports". */
const offenders = (files: readonly SourceFile[], forbids: (imported: Import, importer: string) => boolean): string[] =>
  files.flatMap(({ file, imports }) =>
    imports
      .filter((imported) => forbids(imported, file))
      .map((imported) => `${file} -> ${imported.file ?? imported.from}`),
  )

const within = (file: string, places: readonly string[]): boolean =>
  places.some((place) => file === place || file.startsWith(`${place}/`))

const packageOf = (specifier: string): string =>
  specifier
    .split('/')
    .slice(0, specifier.startsWith('@') ? 2 : 1)
    .join('/')

describe('every package', () => {
  const homes: readonly { readonly packages: RegExp; readonly places: readonly string[] }[] = [
    { packages: /^(botbuilder|botframework)/, places: ['src/teams'] },
    { packages: /^(@azure\/|@microsoft\/microsoft-graph-client)/, places: ['src/graph'] },
    { packages: /^(kysely|libsql|pg|better-sqlite3)$/, places: ['src/store', 'migrations'] },
    { packages: /^adaptivecards-templating$/, places: ['src/cards'] },
    { packages: /^restify$/, places: ['src/server.ts'] },
    { packages: /^js-yaml$/, places: ['src/catalog-files.ts', 'src/cli'] },
    { packages: /^yaml$/, places: ['src/sandbox', 'src/cli'] },
    { packages: /^esbuild$/, places: ['src/cli'] },
    { packages: /^marked$/, places: ['src/cli'] },
    { packages: /^commander$/, places: ['src/cli'] },
    { packages: /^pino$/, places: ['src/log.ts'] },
    { packages: /^prom-client$/, places: ['src/metrics.ts', 'src/metric-families.ts'] },
  ]
  for (const { packages, places } of homes) {
    it(`that matches ${packages.source} is imported in ${places.join(' and ')} only`, () => {
      const isOne = ({ from, file }: Import): boolean => file === undefined && packages.test(packageOf(from))
      assert.deepEqual(
        offenders(all, (imported, importer) => isOne(imported) && !within(importer, places)),
        [],
      )
    })
  }

  it('that is imported is one that package.json lists', () => {
    const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { dependencies: object }
    const listed = Object.keys(manifest.dependencies)
    const isOther = ({ from, file }: Import): boolean =>
      file === undefined && !from.startsWith('node:') && !listed.includes(packageOf(from))
    assert.deepEqual(offenders(all, isOther), [])
  })
})

describe('every folder', () => {
  const mayImport: Readonly<Record<string, readonly string[]>> = {
    'src/core': ['src/core', 'zod'],
    'src/flows': ['src/flows', 'src/core'],
    'src/cards': ['src/cards', 'src/core', 'zod', 'adaptivecards-templating', 'node:fs/promises', 'node:path'],
  }
  for (const [folder, allowed] of Object.entries(mayImport)) {
    it(`${folder} imports ${allowed.join(', ')} and nothing else`, () => {
      const files = source.filter(({ file }) => within(file, [folder]))
      assert.ok(files.length > 0)
      assert.deepEqual(
        offenders(files, ({ file, from }) => !within(file ?? packageOf(from), allowed) && !allowed.includes(from)),
        [],
      )
    })
  }

  const adapters = ['src/teams', 'src/graph', 'src/store']
  for (const adapter of adapters) {
    it(`${adapter} imports no other adapter`, () => {
      const others = adapters.filter((other) => other !== adapter)
      const files = source.filter(({ file }) => within(file, [adapter]))
      assert.deepEqual(
        offenders(files, ({ file }) => file !== undefined && within(file, others)),
        [],
      )
    })
  }

  it('src/sandbox is loaded by src/main.ts alone, and only once it is wanted', () => {
    const strangers = source.filter(({ file }) => !within(file, ['src/sandbox']))
    const loads = strangers.flatMap(({ file, imports }) =>
      imports.filter((imported) => within(imported.file ?? '', ['src/sandbox'])).map(({ kind }) => `${file}, ${kind}`),
    )
    assert.deepEqual([...new Set(loads)], ['src/main.ts, dynamic'])
  })

  it('src/main.ts and src/cli/main.ts are imported by nobody', () => {
    const entries = ['src/main.ts', 'src/cli/main.ts']
    assert.deepEqual(
      offenders(all, ({ file }) => entries.includes(file ?? '')),
      [],
    )
  })
})

describe('imports', () => {
  it('name a file that is there', () => {
    assert.deepEqual(
      offenders(all, ({ file }) => file !== undefined && !existsSync(path.join(root, file))),
      [],
    )
  })

  it('never come round in a circle, those of types included', () => {
    const importsOf = new Map(
      all.map(({ file, imports }) => [file, imports.flatMap((imported) => imported.file ?? [])]),
    )
    assert.equal(circleIn(importsOf)?.join(' -> '), undefined)
  })

  it('would be found to come round', () => {
    const round = new Map([
      ['a', ['b']],
      ['b', ['c', 'd']],
      ['c', []],
      ['d', ['b']],
    ])
    assert.deepEqual(circleIn(round), ['b', 'd', 'b'])
  })
})

describe('every file', () => {
  const users = (name: RegExp, except: readonly string[]): string[] =>
    all
      .filter(({ file, uses }) => !within(file, except) && [...uses].some((use) => name.test(use)))
      .map(({ file }) => file)

  it('leaves the environment to src/main.ts and src/cli', () => {
    assert.deepEqual(users(/^process\.env$/, ['src/main.ts', 'src/cli']), [])
  })

  it('leaves the console to src/main.ts and src/cli', () => {
    assert.deepEqual(users(/^console\./, ['src/main.ts', 'src/cli']), [])
  })

  it('of the core knows no clock, no chance and no outside world', () => {
    const impure =
      /^(Date\.now|new Date\(\)|Math\.random|performance\.\w+|crypto\.\w+|process\.\w+|globalThis\.\w+|fetch\(\)|setTimeout\(\)|setInterval\(\)|setImmediate\(\)|queueMicrotask\(\))$/
    const core = all.filter(({ file }) => within(file, ['src/core']))
    assert.deepEqual(
      core.filter(({ uses }) => [...uses].some((use) => impure.test(use))).map(({ file }) => file),
      [],
    )
  })

  it('makes no program of a text', () => {
    assert.deepEqual(users(/^(eval|Function)\(\)$|^new Function\(/, []), [])
    assert.deepEqual(
      offenders(all, ({ from }) => from === 'node:vm'),
      [],
    )
  })

  it('hashes with SHA-256 and with nothing else', () => {
    const names = all.flatMap(({ text }) => Array.from(text.matchAll(/\b(?:createHash|createHmac|hash)\('([^']*)'/g)))
    assert.ok(names.length >= 3)
    assert.deepEqual([...new Set(names.map(([, name]) => name))], ['sha256'])
  })

  it('begins by saying what it is for', () => {
    assert.deepEqual(
      all.filter(({ text }) => !/^\/\/ \S/.test(text)).map(({ file }) => file),
      [],
    )
  })

  it('is at most 300 lines long', () => {
    const long = all
      .map(({ file, text }) => ({ file, lines: text.trimEnd().split('\n').length }))
      .filter(({ lines }) => lines > 300)
    assert.deepEqual(long, [])
  })

  it('leaves nothing to do later', () => {
    // In pieces, so that this file holds none of the marks that it looks for.
    const later = new RegExp(`\\b(${['TO' + 'DO', 'FIX' + 'ME', 'HA' + 'CK', 'XXX'].join('|')})\\b`)
    assert.deepEqual(
      all.filter(({ text }) => later.test(text)).map(({ file }) => file),
      [],
    )
  })

  it('switches no check off', () => {
    // What is looked for in all other files.
    const switchesOff = /@ts-(ignore|nocheck|expect-error)|eslint-disable|prettier-ignore/
    assert.deepEqual(
      all.filter(({ text }) => switchesOff.test(text)).map(({ file }) => file),
      [],
    )
  })

  it('has a name in small letters and a folder that says more than "utils"', () => {
    const drawers = ['utils', 'util', 'common', 'services', 'managers', 'helpers', 'shared', 'misc', 'lib']
    for (const { file } of source) {
      assert.match(file, /^[a-z0-9/.-]+$/)
      const names = file.split('/')
      assert.ok(!names.some((name) => drawers.includes(name.replace(/\.ts$/, ''))), file)
      assert.ok(!['index.ts', 'types.ts'].includes(names.at(-1) ?? ''), file)
    }
  })

  it('is read as it is: uses and imports of all kinds are seen', () => {
    const seen = parseSource(
      'src/core/probe.ts',
      `import a from './a.ts'
       import type { B } from '../b.ts'
       export { c } from 'c/d'
       type D = import('./d.ts').D
       const e = await import('./e.ts')
       const { env, argv: words } = process
       process['exit'](0); console.log(Date.now(), new Date(), new Date(0)); fetch('x')`,
    )
    assert.deepEqual(
      seen.imports.map(({ file, from, kind }) => [file ?? from, kind]),
      [
        ['src/core/a.ts', 'static'],
        ['src/b.ts', 'static'],
        ['c/d', 'static'],
        ['src/core/d.ts', 'static'],
        ['src/core/e.ts', 'dynamic'],
      ],
    )
    const uses = [
      'process.env',
      'process.argv',
      'process.exit',
      'console.log',
      'Date.now',
      'new Date()',
      'new Date(…)',
      'fetch()',
    ]
    for (const use of uses) assert.ok(seen.uses.has(use), use)
  })
})

describe('every screen', () => {
  const templates = readdirSync(path.join(root, 'cards')).filter((name) => /^[a-z-]+\.json$/.test(name))

  it('has a template, and every template has a screen', () => {
    assert.deepEqual(templates.sort(), screenKinds.map((kind) => `${kind}.json`).sort())
  })
})

describe('every button', () => {
  /** What a client adds from the inputs of a card. */
  const inputs = (verb: string) => ({
    symptomId: 'session-ended-0x3',
    device: 'cloud-pc-1',
    product: 'azure-vm',
    machine: 'vm01.contoso.com',
    severity: 'high',
    urgency: 'critical',
    assignee: '3f1d2c5e-0002-4a7b-9c3d-5e6f7a8b9c02',
    [`text-${verb}`]: 'Please help.',
  })
  const buttons: Button[] = [...everyScreen.map(({ screen }) => screen), ...standingCards.map(showStanding)].flatMap(
    sentFrom,
  )

  it('is understood when it comes back, as what it was', () => {
    for (const button of buttons) {
      const { action } = button
      const decoded = decode({ ...encode(button), ...inputs(action.verb) })
      assert.ok(decoded, `${button.title}: ${action.verb}`)
      assert.equal(decoded.on, action.on, action.verb)
      if (decoded.on === 'command') assert.equal(decoded.command, action.choice)
      else if (decoded.on === 'list') assert.deepEqual([decoded.list, decoded.page], [listed(action), action.choice])
      else assert.equal(decoded.act.verb, action.verb)
    }
  })

  const listed = (action: Button['action']): string | undefined => (action.on === 'list' ? action.id : undefined)

  it('is refused when it comes back without its record, or with a verb that none has', () => {
    for (const button of buttons) {
      const nameless = { ...encode(button), ...inputs(button.action.verb), id: undefined }
      assert.equal(decode(nameless), undefined, button.action.verb)
      assert.equal(decode({ ...encode(button), ...inputs('fly'), verb: 'fly' }), undefined)
    }
  })

  it('of every verb that is understood can be met on some screen', () => {
    const met = new Set(buttons.map(({ action }) => action.verb))
    assert.deepEqual(
      verbsUnderstood().filter((verb) => !met.has(verb)),
      [],
    )
  })
})
