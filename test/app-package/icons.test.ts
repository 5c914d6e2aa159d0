// The icons are of the size and kind that Teams wants.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { readPng } from './read-png.ts'

const folder = path.resolve(import.meta.dirname, '../../appPackage')
const icon = (name: string) => readPng(readFileSync(path.join(folder, `${name}.png`)))

describe('the colour icon', () => {
  const { width, height, pixels } = icon('color')

  it('is 192 by 192 pixels', () => {
    assert.deepEqual({ width, height }, { width: 192, height: 192 })
  })

  it('is opaque up to its edges', () => {
    assert.deepEqual(
      pixels.filter(({ alpha }) => alpha !== 255),
      [],
    )
  })

  it('stands out: light shapes on a dark ground', () => {
    const brightness = pixels.map(({ red, green, blue }) => (red + green + blue) / 3)
    const share = (holds: (value: number) => boolean) => brightness.filter(holds).length / brightness.length
    assert.ok(share((value) => value > 170) > 0.15)
    assert.ok(share((value) => value < 140) > 0.5)
  })
})

describe('the outline icon', () => {
  const { width, height, pixels } = icon('outline')

  it('is 32 by 32 pixels', () => {
    assert.deepEqual({ width, height }, { width: 32, height: 32 })
  })

  it('is white on transparent, and nothing else', () => {
    const drawn = pixels.filter(({ alpha }) => alpha > 0)
    assert.deepEqual(
      drawn.filter(({ red, green, blue }) => red + green + blue !== 3 * 255),
      [],
    )
    assert.ok(drawn.some(({ alpha }) => alpha === 255))
    assert.ok(drawn.length < pixels.length / 2)
  })
})
