// A request whose body is cut where it is too long, or comes in crumbs. Each piece costs time and memory, however small it
// is, and one read of the socket brings ten thousand of a byte each; what is dropped as it comes costs least.
import { IncomingMessage } from 'node:http'

/** Of what is sent to the bot. */
export const mostBytes = 256 * 1024
/** In bytes: what a piece has to bring, on average; most packets of a network do, and chunks that a sender filled. */
const crumb = 1024
/** Pieces for which this does not matter: those of 150 kB that are cut every 512 bytes. */
const mostCrumbs = 300

export class BoundedRequest extends IncomingMessage {
  /** Whether there is more of the body than can be read. */
  isCut = false
  #pieces = 0
  #bytes = 0

  /** What Node.js hands each piece to; null ends the body. Returns whether to go on. */
  override push(piece: Buffer | null): boolean {
    if (this.isCut) return true
    if (piece === null) return super.push(null)
    this.#pieces++
    this.#bytes += piece.length
    this.isCut = this.#bytes > mostBytes || this.#pieces > mostCrumbs + this.#bytes / crumb
    if (!this.isCut) return super.push(piece)
    // Node.js takes one that ends too early for a broken connection, and would break it with every answer that waits there.
    this.complete = true
    super.push(null)
    return true
  }
}
