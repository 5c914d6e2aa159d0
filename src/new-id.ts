// Ids and nonces that nobody can guess: 128 bits, all of them by chance, where a UUID has 122. The system is asked for many at
// a time, since asking takes longer than the rest.
import { randomFillSync } from 'node:crypto'

const size = 16

export function idMaker(): () => string {
  const bytes = Buffer.alloc(256 * size)
  let at = bytes.length
  return () => {
    if (at === bytes.length) {
      randomFillSync(bytes)
      at = 0
    }
    at += size
    return bytes.toString('base64url', at - size, at)
  }
}
