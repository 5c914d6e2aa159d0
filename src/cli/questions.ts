// Messages to be matched: one JSON object with "id" and "text" a line.
import * as z from 'zod'

const question = z.object({ id: z.string(), text: z.string() })
export type Question = z.infer<typeof question>

/** The messages of `input`, or in words what is wrong with a line; nothing comes after that. */
export async function* questionsOf(input: AsyncIterable<string> | Iterable<string>): AsyncGenerator<Question | string> {
  let number = 0
  for await (const line of linesOf(input)) {
    number += 1
    if (line.trim() === '') continue
    const asked = parseLine(line)
    yield asked ?? `Line ${number} is no question. Cure: write {"id": "…", "text": "…"} on it, as JSON on one line.`
    if (!asked) return
  }
}

// Node's readline, in newer versions, also breaks lines at U+2028, which may stand inside a JSON text.
async function* linesOf(input: AsyncIterable<string> | Iterable<string>): AsyncGenerator<string> {
  let rest = ''
  for await (const chunk of input) {
    const lines = `${rest}${chunk}`.split('\n')
    rest = lines.pop() ?? ''
    yield* lines
  }
  yield rest
}

function parseLine(line: string): Question | undefined {
  try {
    return question.safeParse(JSON.parse(line.trim())).data
  } catch {
    return undefined
  }
}
