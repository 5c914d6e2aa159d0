// Connections to the channel, kept for a moment, and for each request the word when its connection stands: what fails before
// that has not been sent.
import { Agent as PlainAgent, type ClientRequest } from 'node:http'
import { Agent as SecureAgent } from 'node:https'

/**
 * How long a connection waits for the next message, in milliseconds. The channel keeps them for longer: one that it closes
 * in the very moment in which the bot uses it again would take a card with it.
 */
const keptMs = 1000

/** Agents for one adapter; `stands` is called once the other side has taken up the connection and shown who it is. */
export type Connections = (url: string, stands: () => void) => PlainAgent

export function keptConnections(): Connections {
  const plain = new PlainAgent({ keepAlive: true, timeout: keptMs })
  const secure = new SecureAgent({ keepAlive: true, timeout: keptMs })
  return (url, stands) => (url.startsWith('https:') ? telling(secure, 'secureConnect', stands) : telling(plain, 'connect', stands))
}

/** The same agent, for one request. */
function telling(agent: PlainAgent, event: 'connect' | 'secureConnect', stands: () => void): PlainAgent {
  const addRequest: unknown = Reflect.get(agent, 'addRequest')
  if (typeof addRequest !== 'function') return agent
  return Object.create(agent, {
    addRequest: {
      value: (request: ClientRequest, ...rest: unknown[]) => {
        request.once('socket', (socket) => {
          if (request.reusedSocket) stands()
          else socket.once(event, stands)
        })
        Reflect.apply(addRequest, agent, [request, ...rest])
      },
    },
  }) as PlainAgent
}
