// A server that only reads what comes, as much of it as the bot does, and says no: what any answer takes on this machine.
import { createServer } from 'node:http'
import { BoundedRequest, mostBytes } from '../../src/gate/bounded-request.ts'

const body = JSON.stringify({ error: 'bad request' })
const server = createServer({ IncomingMessage: BoundedRequest }, (request, response) => {
  const answer = (): void => {
    response.writeHead(400, { 'Content-Type': 'application/json', 'Content-Length': body.length, Connection: 'close' })
    response.end(body)
  }
  request.resume()
  // The bot does not wait for what it would not read.
  if (Number(request.headers['content-length']) > mostBytes) answer()
  else request.on('end', answer)
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  process.send?.({ port: typeof address === 'object' ? address?.port : undefined })
})
// Nothing may outlive the run.
process.on('disconnect', () => process.exit())
