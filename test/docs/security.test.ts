// What docs/security.md points at is there: every file, and in it every test by its title.
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { root } from '../helpers/source-files.ts'

const page = readFileSync(path.join(root, 'docs/security.md'), 'utf8')
const files = Array.from(page.matchAll(/`((?:src|test|bin|\.ci)\/[^`]+)`/g), ([, file = '']) => file)

describe('the documentation of security', () => {
  it('names files that are there', () => {
    assert.ok(files.length > 50)
    assert.deepEqual(
      files.filter((file) => !existsSync(path.join(root, file))),
      [],
    )
  })

  it('names tests that are in their files', () => {
    const tests = Array.from(page.matchAll(/`(test\/[^`]+)` "([^"]+)"/g), ([, file = '', title = '']) => ({
      file,
      title,
    }))
    assert.ok(tests.length > 15)
    assert.deepEqual(
      tests.filter(({ file, title }) => !readFileSync(path.join(root, file), 'utf8').includes(`it('${title}'`)),
      [],
    )
  })

  it('has a row for each of the seventeen threats', () => {
    const rows = Array.from(page.matchAll(/^\| T(\d+) \|/gm), ([, number]) => Number(number))
    assert.deepEqual(
      rows,
      Array.from({ length: 17 }, (_, at) => at + 1),
    )
  })
})
