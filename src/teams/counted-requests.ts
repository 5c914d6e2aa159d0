// Counts the requests to the channel by what they are for, and by what came of them.
import { callResultOf } from '../core/call-result.ts'
import type { Metrics } from '../flows/ports.ts'

type Deed = Parameters<Metrics['sent']>[0]

/** An activity as the SDK writes it begins with its type. */
export function deedOf({ method, body }: { readonly method: string; readonly body?: unknown }): Deed {
  if (method === 'PUT') return 'update'
  return typeof body === 'string' && body.startsWith('{"type":"typing"') ? 'typing' : 'post'
}

export async function counted(metrics: Metrics, deed: Deed, send: () => Promise<unknown>): Promise<unknown> {
  const began = performance.now()
  const note = (answer: unknown, field: 'status' | 'statusCode') => {
    metrics.sent(deed, callResultOf(numberIn(answer, field)), (performance.now() - began) / 1000)
  }
  try {
    const response = await send()
    note(response, 'status')
    return response
  } catch (error) {
    note(error, 'statusCode')
    throw error
  }
}

function numberIn(value: unknown, field: string): number | undefined {
  const found: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, field) : undefined
  return typeof found === 'number' ? found : undefined
}
