// Stands between the Graph adapter and the sandbox on a real socket, and counts what the adapter really sends.
import { createServer, request as send } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Behaviour } from './faulty-server.ts'

export type GraphGate = {
  readonly url: string
  /** The Cloud PC ids of every reboot POST that left the bot, whatever became of it. */
  readonly posts: readonly string[]
  /** Resolves once the next reboot POST has arrived here. */
  nextPost(): Promise<void>
  /** From now on reboot POSTs are answered here, like this, and the sandbox hears of none. */
  answerPosts(behave: Behaviour): void
  stop(): Promise<void>
}

/** Is asked before a call goes on to the sandbox, and again before its answer goes back. */
export type GraphWatch = (path: string, when: 'arrives' | 'answers') => Promise<void>

const rebootPath = /\/cloudPCs\/([^/]+)\/reboot$/
const letPass: GraphWatch = () => Promise.resolve()

export async function startGraphGate(target: string, watch = letPass): Promise<GraphGate> {
  const posts: string[] = []
  const waiting: (() => void)[] = []
  let behave: Behaviour | undefined
  const server = createServer((request, response) => {
    const cloudPcId = request.method === 'POST' ? rebootPath.exec(request.url ?? '')?.[1] : undefined
    if (cloudPcId !== undefined) {
      posts.push(cloudPcId)
      for (const resolve of waiting.splice(0)) resolve()
    }
    const { method = '', headers, url = '/' } = request
    if (cloudPcId !== undefined && behave) {
      behave(response, { method, path: url, headers, body: '' }, posts.length - 1)
      return
    }
    const { pathname } = new URL(url, target)
    void watch(pathname, 'arrives').then(() => {
      const onward = send(new URL(url, target), { method, headers, agent: false }, (answer) => {
        void watch(pathname, 'answers').then(() => {
          response.writeHead(answer.statusCode ?? 502, answer.headers)
          answer.pipe(response)
        })
      })
      // What breaks behind the gate breaks before it too.
      onward.on('error', () => request.socket.resetAndDestroy())
      response.on('close', () => onward.destroy())
      request.pipe(onward)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    posts,
    nextPost: () => new Promise((resolve) => waiting.push(resolve)),
    answerPosts: (like) => {
      behave = like
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => {
          resolve()
        })
        server.closeAllConnections()
      }),
  }
}
