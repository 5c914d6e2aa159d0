// Which bodies are cut: those that are too long, and those that come in crumbs.
import assert from 'node:assert/strict'
import { Socket } from 'node:net'
import { BoundedRequest, mostBytes } from '../../src/gate/bounded-request.ts'

/** A body in pieces that end where a chunk or a packet ends. */
function sent(bytes: number, chunk: number, packet: number): BoundedRequest {
  const request = new BoundedRequest(new Socket())
  for (let at = 0; at < bytes;) {
    const end = Math.min(bytes, at + chunk - (at % chunk), at + packet - (at % packet))
    request.push(Buffer.alloc(end - at))
    at = end
  }
  return request
}

describe('a body', () => {
  it('has at most 256 kB, and nothing is kept of what comes after them', () => {
    const request = new BoundedRequest(new Socket())
    request.push(Buffer.alloc(mostBytes))
    assert.equal(request.isCut, false)
    for (let n = 0; n < 10; n++) request.push(Buffer.alloc(64 * 1024))
    assert.deepEqual([request.isCut, request.readableLength], [true, mostBytes])
  })
})

describe('a body in pieces', () => {
  for (const packet of [536, 1220, 1460, 65_536])
    it(`is taken in packets of ${packet} bytes, in one chunk or in many`, () => {
      for (const chunk of [4096, 16_384, mostBytes])
        assert.equal(sent(mostBytes, chunk, packet).isCut, false, `in chunks of ${chunk} bytes`)
      // More than a message in Teams can have.
      for (const chunk of [512, 1000])
        assert.equal(sent(100_000, chunk, packet).isCut, false, `100 kB in chunks of ${chunk} bytes`)
    })

  it('is cut where the pieces are small all along, and grows no more', () => {
    for (const chunk of [1, 16, 128, 256]) {
      const request = sent(mostBytes, chunk, 1460)
      assert.ok(request.isCut, `in chunks of ${chunk} bytes`)
      assert.ok(request.readableLength <= 410 * chunk, `${request.readableLength} bytes of it are kept`)
    }
  })
})
