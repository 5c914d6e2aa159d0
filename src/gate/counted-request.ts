// A request whose crumbs are counted as they come. Each piece of a body costs time and memory, however small it is, and one
// read of the socket brings ten thousand of a byte each: whoever counts what is in the stream has waited for all of them.
import { IncomingMessage } from 'node:http'

/** In bytes; networks cut a body into larger pieces. */
const crumb = 256
/** Of those in one body. A sender who writes in small chunks may have some. */
const mostCrumbs = 100

/** Emits `crumbs` within the call that brings one too many. What follows is dropped, and the body ends there. */
export class CountedRequest extends IncomingMessage {
  #crumbs = 0

  /** What Node.js hands each piece to; null ends the body. Returns whether to read on. */
  override push(piece: Buffer | null): boolean {
    if (this.#crumbs > mostCrumbs) return false
    if (piece && piece.length < crumb) this.#crumbs++
    if (this.#crumbs <= mostCrumbs) return super.push(piece)
    this.emit('crumbs')
    return super.push(null)
  }
}
