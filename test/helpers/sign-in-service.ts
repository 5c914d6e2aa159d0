// Stands in for the service that gives the bot its token for the channel. The SDK has its address built in, so whatever this
// process asks over TLS comes here while it runs.
import { createServer, globalAgent } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { Behaviour } from './faulty-server.ts'
import { cert, key } from './impostor.ts'

export type SignInService = { asked(): number; stop(): Promise<void> }

export async function startSignInService(behave: Behaviour): Promise<SignInService> {
  let asked = 0
  const server = createServer({ key, cert }, (request, response) => {
    const { method = '', url: path = '', headers } = request
    request.resume()
    request.on('end', () => {
      behave(response, { method, path, headers, body: '' }, asked++)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const usual = { ...globalAgent.options }
  const { port } = server.address() as AddressInfo
  Object.assign(globalAgent.options, { host: '127.0.0.1', port, ca: cert, checkServerIdentity: () => undefined })
  return {
    asked: () => asked,
    stop: () => {
      globalAgent.destroy()
      globalAgent.options = usual
      return new Promise((resolve) => {
        server.close(() => {
          resolve()
        })
        server.closeAllConnections()
      })
    },
  }
}
