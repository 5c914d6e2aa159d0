// What docs/security.md points at is there: every file, and in it every test by its title. Of the ASVS it leaves nothing out.
import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { root } from '../helpers/source-files.ts'
import { asvsItems } from './asvs-items.ts'

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

describe('the section about the ASVS', () => {
  const section = page.split(/^## /m).find((text) => text.startsWith('OWASP ASVS')) ?? ''
  const wanted = asvsItems.filter(({ level }) => level <= 2).map(({ id }) => id)

  /** The rows of each table, without its head. */
  const tables = Array.from(section.matchAll(/^\|.*\n\|[-|]+\n((?:\|.*\n)+)/gm), ([, rows = '']) =>
    rows
      .trimEnd()
      .split('\n')
      .map((row) =>
        row
          .split('|')
          .slice(1, -1)
          .map((cell) => cell.trim()),
      ),
  )

  /** What "9.1.1", "1.2.6-1.2.8", "4.3" and "3 (a word about it)" stand for; nothing where there is no such item. */
  function meantBy(words: string): readonly string[] {
    const name = words.replace(/ \(.*\)$/, '')
    const [first = '', last = first] = name.split('-')
    const [from, to] = [wanted.indexOf(first), wanted.indexOf(last)]
    return from >= 0 && to >= from ? wanted.slice(from, to + 1) : wanted.filter((id) => id.startsWith(`${name}.`))
  }

  it('knows the standard as it is: 70 items of level 1, 183 of level 2, 92 of level 3', () => {
    assert.deepEqual(
      [1, 2, 3].map((wantedLevel) => asvsItems.filter(({ level }) => level === wantedLevel).length),
      [70, 183, 92],
    )
  })

  it('names every item of levels 1 and 2 once, and no other', () => {
    const cells = tables.flat().flatMap(([items = '']) => items.split(', '))
    assert.deepEqual(
      cells.filter((cell) => meantBy(cell).length === 0),
      [],
    )
    const named = cells.flatMap(meantBy)
    assert.deepEqual(
      named.filter((id, at) => named.indexOf(id) !== at),
      [],
    )
    assert.deepEqual(
      wanted.filter((id) => !named.includes(id)),
      [],
    )
  })

  it('shows each item that holds by a test, or by the document that it asks for', () => {
    const [holding = []] = tables
    assert.ok(holding.length > 50)
    for (const [items = '', , shownBy = ''] of holding)
      assert.match(shownBy, /\.1\.\d+$/.test(items) ? /`test\/|\]\(/ : /`test\//, items)
  })

  it('points at headings that are there', () => {
    const headings = Array.from(page.matchAll(/^## (.*)$/gm), ([, title = '']) =>
      title
        .toLowerCase()
        .replace(/[^\w -]/g, '')
        .replaceAll(' ', '-'),
    )
    const links = Array.from(page.matchAll(/\]\(#([^)]+)\)/g), ([, anchor = '']) => anchor)
    assert.ok(links.length >= 5)
    assert.deepEqual(
      links.filter((anchor) => !headings.includes(anchor)),
      [],
    )
  })
})
