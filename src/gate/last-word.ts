// Whoever was told that this answer is the last one of its connection is not listened to any more on it: one read of a socket
// brings two thousand short requests, and each that is begun costs more than it cost its sender.
import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'

export type LastWords = {
  /** From here on: no more than the answer of this request, and of those before it. */
  saidTo(request: IncomingMessage): void
  /** Whether this came behind the last word; then it is thrown away, and needs no answer. */
  comeBefore(request: IncomingMessage): boolean
}

/** While the answers before it are waited for, each takes up memory. Nobody who means well sends as many. */
const mostBehind = 100

export function lastWords(): LastWords {
  const behind = new WeakMap<Socket, number>()
  return {
    saidTo({ socket }) {
      behind.set(socket, 0)
    },
    comeBefore(request) {
      const { socket } = request
      const count = behind.get(socket)
      if (count === undefined) return false
      behind.set(socket, count + 1)
      // What is left unread breaks the connection, and the last answer with it.
      if (count < mostBehind) request.resume()
      else socket.destroy()
      return true
    },
  }
}
