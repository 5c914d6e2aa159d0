// Decodes a PNG picture as far as the icons need it: 8 bits a channel, RGB or RGBA, not interlaced.
import assert from 'node:assert/strict'
import { inflateSync } from 'node:zlib'

export type Pixel = { readonly red: number; readonly green: number; readonly blue: number; readonly alpha: number }
export type Picture = { readonly width: number; readonly height: number; readonly pixels: readonly Pixel[] }

const signature = Buffer.from('89504e470d0a1a0a', 'hex')
const channelsOf: Readonly<Record<number, number>> = { 2: 3, 6: 4 }

export function readPng(file: Buffer): Picture {
  assert.ok(file.subarray(0, 8).equals(signature), 'this is no PNG file')
  const chunks = chunksOf(file)
  const header = chunks.find(({ type }) => type === 'IHDR')?.data
  assert.ok(header)
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)]
  const channels = channelsOf[header.readUInt8(9)]
  assert.ok(
    channels !== undefined && header.readUInt8(8) === 8 && header.readUInt8(12) === 0,
    'this kind is not read here',
  )
  const packed = Buffer.concat(chunks.filter(({ type }) => type === 'IDAT').map(({ data }) => data))
  const bytes = unfilter(inflateSync(packed), width * channels, height, channels)
  const pixels = Array.from({ length: width * height }, (_, index) => {
    const [red = 0, green = 0, blue = 0, alpha = 255] = bytes.subarray(index * channels, (index + 1) * channels)
    return { red, green, blue, alpha }
  })
  return { width, height, pixels }
}

function chunksOf(file: Buffer): { type: string; data: Buffer }[] {
  const chunks = []
  for (let at = signature.length; at < file.length;) {
    const length = file.readUInt32BE(at)
    chunks.push({ type: file.toString('latin1', at + 4, at + 8), data: file.subarray(at + 8, at + 8 + length) })
    at += length + 12
  }
  return chunks
}

/** Takes the filter of each row back: https://www.w3.org/TR/png-3/#9Filters */
function unfilter(packed: Buffer, stride: number, height: number, channels: number): Buffer {
  const bytes = Buffer.alloc(stride * height)
  for (let row = 0; row < height; row++) {
    const kind = packed.readUInt8(row * (stride + 1))
    for (let column = 0; column < stride; column++) {
      const at = row * stride + column
      const left = column < channels ? 0 : bytes.readUInt8(at - channels)
      const above = row === 0 ? 0 : bytes.readUInt8(at - stride)
      const corner = row === 0 || column < channels ? 0 : bytes.readUInt8(at - stride - channels)
      bytes[at] = packed.readUInt8(row * (stride + 1) + 1 + column) + guess(kind, left, above, corner)
    }
  }
  return bytes
}

function guess(kind: number, left: number, above: number, corner: number): number {
  const all = [0, left, above, Math.floor((left + above) / 2), nearest(left + above - corner, [left, above, corner])]
  return all[kind] ?? assert.fail(`filter ${kind} is not known`)
}

const nearest = (wanted: number, candidates: readonly number[]): number =>
  candidates.reduce((best, next) => (Math.abs(next - wanted) < Math.abs(best - wanted) ? next : best))
