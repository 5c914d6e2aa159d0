// Somewhere else: a server that only counts who comes, and must never be come to.
import { createServer } from 'node:net'
import type { AddressInfo } from 'node:net'

export type Eavesdropper = {
  readonly url: string
  /** Connections. */
  heard(): number
  stop(): Promise<void>
}

export async function startEavesdropper(): Promise<Eavesdropper> {
  let heard = 0
  const server = createServer((socket) => {
    heard++
    socket.destroy()
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    heard: () => heard,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve()
        })
      }),
  }
}
