// The development messages: what people really wrote, each with the symptoms that a person accepts for it and its source.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import * as z from 'zod'

const message = z.object({
  id: z.string(),
  text: z.string(),
  /** Accepted symptoms, best first; NONE where no symptom of the first 33 covers it. */
  labels: z.array(z.string()).min(1),
})
export type Message = z.infer<typeof message>

export const messages: readonly Message[] = readFileSync(path.join(import.meta.dirname, 'messages.jsonl'), 'utf8')
  .split('\n')
  .filter((line) => line !== '')
  .map((line) => message.parse(JSON.parse(line)))
