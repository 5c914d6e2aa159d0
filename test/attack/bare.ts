// A server that does nothing but read what comes and say no: what any answer takes on this machine, beside the bot's.
import { createServer } from 'node:http'

const body = JSON.stringify({ error: 'bad request' })
const server = createServer((request, response) => {
  request.resume()
  request.on('end', () => {
    response.writeHead(400, { 'Content-Type': 'application/json', 'Content-Length': body.length, Connection: 'close' })
    response.end(body)
  })
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  process.send?.({ port: typeof address === 'object' ? address?.port : undefined })
})
// Nothing may outlive the run.
process.on('disconnect', () => process.exit())
