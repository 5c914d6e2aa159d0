// Counts the requests that wait for their answer.
import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

export type Waiting = {
  count(): number
  /** Those of one connection. */
  countOn(socket: Socket): number
  add(response: ServerResponse): void
}

/** `less` is called each time that there are less. */
export function waitingRequests(less: () => void): Waiting {
  let all = 0
  const on = new Map<Socket, number>()

  function remove(socket: Socket, some: number): void {
    const before = on.get(socket) ?? 0
    on.set(socket, before - some)
    all -= some
    less()
  }

  return {
    count: () => all,
    countOn: (socket) => on.get(socket) ?? 0,
    add(response) {
      const { socket } = response.req
      const before = on.get(socket)
      on.set(socket, (before ?? 0) + 1)
      all++
      // Node.js 20 does not close the answers that stand behind another one when their connection ends.
      if (before === undefined)
        socket.once('close', () => {
          remove(socket, on.get(socket) ?? 0)
          on.delete(socket)
        })
      response.once('close', () => {
        if (on.has(socket)) remove(socket, 1)
      })
    },
  }
}
