// `reconnect catalog replay` and `catalog test`: what a change of the catalog does to the answers.
import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { projectRoot, reconnect } from './run-reconnect.ts'

const message = { id: 'm1', text: 'Zwubbel says no to the remote desktop of this Cloud PC' }

describe('reconnect catalog replay', function () {
  this.timeout(60_000)
  let folder: string
  let catalog: string
  let file: string
  const git = (...words: string[]) =>
    execFileSync('git', ['-c', 'user.name=Test', '-c', 'user.email=test@example.com', ...words], { cwd: folder })

  before(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'reconnect-replay-test-'))
    catalog = path.join(folder, 'catalog')
    file = path.join(folder, 'messages.jsonl')
    cpSync(path.join(projectRoot, 'catalog'), catalog, { recursive: true })
    writeFileSync(file, `${JSON.stringify(message)}\n${JSON.stringify({ id: 'm2', text: 'error code 0x3' })}\n`)
    git('init', '--quiet')
    git('add', '.')
    git('commit', '--quiet', '-m', 'as it was')
    const symptom = path.join(catalog, 'session-ended-0x3.yaml')
    const text = readFileSync(symptom, 'utf8')
    writeFileSync(symptom, text.replace('  variants:\n', `  variants:\n    - ${message.text}\n`))
  })
  after(() => {
    rmSync(folder, { recursive: true, force: true })
  })

  const replay = (...words: string[]) => reconnect(['catalog', 'replay', ...words, '--catalog', catalog])

  it('names each message whose answer changed, with the old and the new one', async () => {
    const { code, out } = await replay(file)
    assert.match(out, /^m1: .* -> session-ended-0x3$/m)
    assert.doesNotMatch(out, /^m2/m)
    assert.match(out, /^1 of 2 answers differ from those of HEAD\.$/m)
    assert.equal(code, 0)
  })

  it('refuses a revision that does not exist, or is an option of git', async () => {
    for (const revision of ['nowhere', '--output=/tmp/x']) {
      const { code, err } = await replay(file, `--since=${revision}`)
      assert.match(err, /^git knows no catalog of .* Cure: /, revision)
      assert.equal(code, 1)
    }
  })

  it('refuses a file that cannot be read, and a line that is no message', async () => {
    assert.match((await replay(path.join(folder, 'missing'))).err, /cannot be read\. Cure: /)
    const broken = path.join(folder, 'broken.jsonl')
    writeFileSync(broken, '{"id": 1}\n')
    const { code, err } = await replay(broken)
    assert.match(err, /^Line 1 is no question\. Cure: /)
    assert.equal(code, 1)
  })
})

describe('reconnect catalog test', function () {
  this.timeout(60_000)

  it('finds every example of the real catalog matched, and every look-alike left alone', async () => {
    const { code, out } = await reconnect(['catalog', 'test'])
    assert.match(out, /^All as it should be\.$/m)
    assert.equal(code, 0)
  })

  it('names an example that is not matched, and a look-alike that is', async () => {
    const folder = mkdtempSync(path.join(tmpdir(), 'reconnect-catalog-test-'))
    try {
      cpSync(path.join(projectRoot, 'catalog'), folder, { recursive: true })
      const symptom = path.join(folder, 'gateway-error.yaml')
      const text = readFileSync(symptom, 'utf8')
      const wrong = '  lookAlikes:\n    - Our office printer has run out of blue ink\n'
      const examples = 'examples:\n  - The session ended with the error code 0x3\n'
      writeFileSync(symptom, text.replace('  lookAlikes:\n', wrong).replace('examples:\n', examples))
      const { code, out } = await reconnect(['catalog', 'test', folder])
      assert.match(out, /^gateway-error: matched session-ended-0x3\n {2}The session ended with the error code 0x3$/m)
      assert.match(out, /^gateway-error +6 of 7 /m)
      assert.equal(code, 1)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  })
})
