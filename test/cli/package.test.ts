// `reconnect package` as an administrator runs it: the zip, its options, and what is said when they are wrong.
import assert from 'node:assert/strict'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { unzipSync } from 'fflate'
import { projectRoot, reconnect } from './run-reconnect.ts'

const appId = '3f1d2c5e-0001-4a7b-9c3d-5e6f7a8b9c01'

describe('reconnect package', () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'reconnect-package-'))
  after(() => {
    rmSync(folder, { recursive: true, force: true })
  })

  const unzip = (file: string) => unzipSync(readFileSync(path.join(folder, file)))
  const manifestOf = (file: string): unknown =>
    JSON.parse(Buffer.from(unzip(file)['manifest.json'] ?? []).toString('utf8'))

  it('writes dist/reconnect.zip where it is run, with the manifest and both icons at the root', async () => {
    const { code, out, err } = await reconnect(['package', '--app-id', appId], { cwd: folder })
    const zip = unzip('dist/reconnect.zip')
    assert.deepEqual(Object.keys(zip).sort(), ['color.png', 'manifest.json', 'outline.png'])
    for (const icon of ['color.png', 'outline.png']) {
      const drawn = readFileSync(path.join(projectRoot, 'appPackage', icon))
      assert.ok(drawn.equals(zip[icon] ?? Buffer.of()), icon)
    }
    assert.match(out, /^Wrote dist.reconnect\.zip\./)
    assert.match(out, /website is still https:\/\/example\.com\/\. Give --website/)
    assert.deepEqual({ code, err }, { code: 0, err: '' })
  })

  it('takes the links and the developer from its options, and the text of them as it is', async () => {
    const out = path.join(folder, 'new', 'own.zip')
    const developer = 'The "$&" {{terms}} \\ team'
    const links = [
      '--website',
      'https://intranet.example/reconnect',
      '--terms',
      'https://intranet.example/terms?a=1&b=ü',
    ]
    const run = await reconnect(['package', '--app-id', appId, '--out', out, '--developer', developer, ...links])
    assert.deepEqual(Reflect.get(Object(manifestOf('new/own.zip')), 'developer'), {
      name: developer,
      websiteUrl: 'https://intranet.example/reconnect',
      privacyUrl: 'https://intranet.example/reconnect',
      termsOfUseUrl: 'https://intranet.example/terms?a=1&b=%C3%BC',
    })
    assert.doesNotMatch(run.out, /example\.com/)
    assert.equal(run.code, 0)
  })

  it('gives the same bytes for the same options, in every time zone', async () => {
    const zones = ['Pacific/Auckland', 'America/Los_Angeles']
    await Promise.all(
      zones.map((TZ, index) =>
        reconnect(['package', '--app-id', appId, '--out', path.join(folder, `${index}.zip`)], { env: { TZ } }),
      ),
    )
    const [first, second] = zones.map((_, index) => readFileSync(path.join(folder, `${index}.zip`)))
    assert.ok(first && second?.equals(first))
  })

  it('names every option that is wrong at once, with the cure, and writes nothing', async () => {
    const cwd = path.join(folder, 'nothing')
    mkdirSync(cwd)
    const wrong = {
      '--developer': 'A name of more than 32 characters',
      '--website': 'http://intranet.example',
      '--privacy': 'our intranet',
      '--terms': `https://intranet.example/${'x'.repeat(2048)}`,
      '--out': ' ',
    }
    const { code, out, err } = await reconnect(['package', ...Object.entries(wrong).flat()], { cwd })
    assert.match(err, /^--app-id is missing\. Cure: give the application \(client\) id of the bot, a GUID; /)
    for (const option of Object.keys(wrong))
      assert.match(err, new RegExp(`^${option} has a value that cannot be used\\. Cure: give .+\\.$`, 'm'))
    assert.equal(err.trim().split('\n').length, 6)
    assert.deepEqual({ code, out, written: existsSync(path.join(cwd, 'dist')) }, { code: 1, out: '', written: false })
  })

  it('says so when the file cannot be written', async () => {
    const { code, out, err } = await reconnect(['package', '--app-id', appId, '--out', folder])
    assert.equal(err, `--out cannot be written to: ${folder}. Cure: name a file in a folder that you may write to.\n`)
    assert.deepEqual({ code, out }, { code: 1, out: '' })
  })
})
