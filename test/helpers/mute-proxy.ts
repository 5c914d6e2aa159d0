// Stands between a client and a server on this machine, and can keep everything to itself, as a broken network does.
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

export type MuteProxy = {
  readonly port: number
  /** From now on nothing gets through, and no connection is closed either. */
  mute(): void
  speak(): void
  stop(): Promise<void>
}

export async function startMuteProxy(serverPort: number): Promise<MuteProxy> {
  let muted = false
  const sockets = new Set<Socket>()
  const keep = (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => socket.destroy())
    socket.on('close', () => sockets.delete(socket))
  }
  const pass = (from: Socket, to: Socket) => {
    from.on('data', (data) => {
      if (!muted) to.write(data)
    })
    from.on('close', () => to.destroy())
  }
  const proxy = createServer((client) => {
    const server = connect(serverPort, '127.0.0.1')
    for (const socket of [client, server]) keep(socket)
    pass(client, server)
    pass(server, client)
  })
  proxy.listen(0, '127.0.0.1')
  await once(proxy, 'listening')
  return {
    port: (proxy.address() as AddressInfo).port,
    mute: () => {
      muted = true
    },
    speak: () => {
      muted = false
    },
    stop: async () => {
      for (const socket of sockets) socket.destroy()
      proxy.close()
      await once(proxy, 'close')
    },
  }
}
