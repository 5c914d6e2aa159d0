// A connection of its own for one request, which tells when it stands: what fails before that has not been sent.
import { Agent as PlainAgent } from 'node:http'
import { Agent as SecureAgent } from 'node:https'

/** `stands` is called once the other side has taken up the connection and, with TLS, has shown who it is. */
export function ownConnection(url: string, stands: () => void): PlainAgent {
  const secure = url.startsWith('https:')
  const agent = secure ? new SecureAgent() : new PlainAgent()
  const connect = agent.createConnection.bind(agent)
  agent.createConnection = (options, callback) =>
    connect(options, callback)?.once(secure ? 'secureConnect' : 'connect', stands)
  return agent
}
