// `reconnect catalog check`: the real catalog passes; a broken copy is refused with file, field and cure.
import assert from 'node:assert/strict'
import { cpSync, mkdtempSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { projectRoot, reconnect, type Run } from './run-reconnect.ts'

/** One question after another, `many` of them; the last one shows the solution `shows`. */
const questions = (many: number, shows: string) =>
  Array.from({ length: many }, (_, index) => {
    const leads = index + 1 < many ? `{ ask: q${index + 2} }` : `{ show: [${shows}] }`
    const choices = ['Yes', 'No'].map((text) => `      - { text: '${text}', leads: ${leads} }`)
    return [`  - id: q${index + 1}`, '    text: Is it so?', '    choices:', ...choices, `    unknown: ${leads}`].join(
      '\n',
    )
  }).join('\n')

type Broken = {
  readonly what: string
  readonly breaks: (folder: string) => void
  /** How the line that reports it begins, and the cure in it. */
  readonly says: RegExp
  readonly cure: string
}

/** Faults in the shape of single files. */
const shapeless: readonly Broken[] = [
  {
    what: 'an unknown field',
    breaks: edit('android-2607.yaml', 'metBy: employee', 'metBy: employee\ncolour: red'),
    says: /^catalog\/android-2607\.yaml: .*unknown fields: colour\./,
    cure: 'remove them or correct the spelling',
  },
  {
    what: 'a cause without a source',
    breaks: edit('session-ended-0x3.yaml', /dropped\.\n {4}sources: .*\n/, 'dropped.\n    sources: []\n'),
    says: /^catalog\/session-ended-0x3\.yaml: causes\.0\.sources: /,
    cure: 'give at least 1',
  },
  {
    what: 'a file with another name than its id',
    breaks: (folder) => {
      renameSync(path.join(folder, 'gateway-error.yaml'), path.join(folder, 'gateway.yaml'))
    },
    says: /^catalog\/gateway\.yaml: id: is "gateway-error"\./,
    cure: 'name the file after the id',
  },
  {
    what: 'broken YAML',
    breaks: edit('web-security-error.yaml', 'approval: none', 'approval: [none'),
    says: /^catalog\/web-security-error\.yaml: line \d+: \w/,
    cure: 'correct the YAML',
  },
]

/** Faults in how files hang together, each by itself in the right shape. */
const senseless: readonly Broken[] = [
  {
    what: 'a dead end',
    breaks: edit('session-ended-0x3.yaml', '[restart, size-up]', '[restart, size-up, size-down]'),
    says: /^catalog\/session-ended-0x3\.yaml: questions\.0\.choices\.1\.leads: .*"size-down", which does not exist: a dead end\./,
    cure: 'name a solution of this file',
  },
  {
    what: 'a question that nothing leads to',
    breaks: edit('outdated-vpn-client.yaml', '\ncauses:\n', `\n${questions(1, 'update-vpn')}\ncauses:\n`),
    says: /^catalog\/outdated-vpn-client\.yaml: questions\.1: is never asked\./,
    cure: 'lead to it, or remove it',
  },
  {
    what: 'a solution that is four questions away',
    breaks: edit(
      'web-sign-in-failed.yaml',
      /\nquestions:\n[^]*?\ncauses:\n/,
      `\nquestions:\n${questions(4, 'use-the-app')}\ncauses:\n`,
    ),
    says: /^catalog\/web-sign-in-failed\.yaml: questions\.3: is question 4 on the way q1 > q2 > q3 > q4\./,
    cure: 'reach a solution in at most 3 questions',
  },
  {
    what: 'a signature of another symptom',
    breaks: edit('anc-dns.yaml', '  variants:\n', '  variants:\n    - The remote computer ended your session!\n'),
    says: /^catalog\/session-ended-0x3\.yaml: signatures\.variants\.\d+: .* stands in anc-dns\.yaml signatures\.variants\.0 already\./,
    cure: 'keep it in one place',
  },
  {
    what: 'a source that is in no document',
    breaks: edit(
      'rdp-license-servers.yaml',
      'heading: No Remote Desktop License Servers available',
      'heading: No such heading',
    ),
    says: /^catalog\/rdp-license-servers\.yaml: causes\.0\.sources\.0: "No such heading" is no heading of /,
    cure: 'use a document and heading listed in documents.yaml',
  },
  {
    what: 'a heading that no symptom tells',
    breaks: edit('documents.yaml', '  headings:\n', '  headings:\n    - A heading of which nobody tells\n'),
    says: /^catalog\/documents\.yaml: .*A heading of which nobody tells: is told by no symptom\./,
    cure: 'write the cause or solution that tells it',
  },
  {
    what: 'overtaken advice for an employee',
    breaks: edit(
      'android-2607.yaml',
      '    audience: employee\n',
      '    audience: employee\n    overtaken: The button has moved.\n',
    ),
    says: /^catalog\/android-2607\.yaml: solutions\.0\.overtaken: would show overtaken advice to an employee\./,
    cure: 'set audience to helpdesk or admin',
  },
]

describe('reconnect catalog check', () => {
  const temporary = mkdtempSync(path.join(tmpdir(), 'reconnect-catalog-'))

  after(() => {
    rmSync(temporary, { recursive: true, force: true })
  })

  it('finds nothing wrong with the real catalog', async () => {
    const { code, out, err } = await reconnect(['catalog', 'check'])
    assert.match(out, /^The catalog is sound: \d+ symptoms, \d+ neighbours, \d+ documents\.\n$/)
    assert.deepEqual({ code, err }, { code: 0, err: '' })
  })

  for (const [name, cases] of Object.entries({ shapeless, senseless })) {
    describe(`on a ${name} copy`, () => {
      let run: Run

      before(async () => {
        const folder = path.join(temporary, name)
        cpSync(path.join(projectRoot, 'catalog'), folder, { recursive: true })
        for (const { breaks } of cases) breaks(folder)
        run = await reconnect(['catalog', 'check', folder])
      })

      for (const { what, says, cure } of cases) {
        it(`names file, field and cure for ${what}`, () => {
          const line = run.out.split('\n').find((text) => says.test(text))
          assert.ok(line?.includes(`Cure: ${cure}`), run.out + run.err)
        })
      }

      it('counts the faults and ends with 1', () => {
        const lines = run.out.trim().split('\n')
        assert.equal(lines.at(-1), `${lines.length - 1} faults`)
        assert.deepEqual({ code: run.code, err: run.err }, { code: 1, err: '' })
      })
    })
  }

  for (const [what, folder] of [
    ['a folder that does not exist', path.join(temporary, 'nowhere')],
    ['a file', path.join(projectRoot, 'catalog', 'documents.yaml')],
    ['a folder that holds no catalog', path.join(projectRoot, 'bin')],
  ] as const) {
    it(`is clear about ${what}`, async () => {
      const { code, out, err } = await reconnect(['catalog', 'check', folder])
      assert.ok(err.startsWith(folder), err)
      assert.match(err, /^[^\n]+\. Cure: name [^\n]+\.\n$/)
      assert.deepEqual({ code, out }, { code: 1, out: '' })
    })
  }
})

/** Breaks a file of the folder by putting `to` where `from` first stands. */
function edit(name: string, from: string | RegExp, to: string): (folder: string) => void {
  return (folder) => {
    const before = readFileSync(path.join(folder, name), 'utf8')
    const after = before.replace(from, () => to)
    assert.notEqual(after, before, `${name} holds no ${String(from)} to break`)
    writeFileSync(path.join(folder, name), after)
  }
}
