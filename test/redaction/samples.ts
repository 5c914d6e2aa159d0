// The labelled texts: what has to be masked in each, and what has to stay. All secrets in them are invented.
import { readFileSync } from 'node:fs'
import path from 'node:path'
import * as z from 'zod'
import { plainText } from '../../src/core/redact/plain.ts'

/** What becomes of a part of a text: it goes, it may go, it stays by name. All else is to stay as well. */
export type Label = 'goes' | 'may-go' | 'stays'
export type Span = { readonly from: number; readonly to: number; readonly label: Label }

export type Sample = {
  readonly id: string
  readonly kind: string
  /** As it is pasted. */
  readonly pasted: string
  /** The same on plain lines, which the spans point into. */
  readonly plain: string
  readonly spans: readonly Span[]
  /** Not looked at while the rules were written. */
  readonly heldBack: boolean
}

const line = z.object({ id: z.string(), kind: z.string(), text: z.string() })

const opened: Readonly<Record<string, Label>> = { '⟦': 'goes', '⟨': 'may-go', '⟪': 'stays' }
const marks = /[⟦⟧⟨⟩⟪⟫]/gu
/** Stands in keys of well-known shapes, so that nobody takes the file for one that holds them. */
const breaks = /¦/g

/** Names of machines and people that the samples count on. */
export const configuredNames = ['VDESK*', '*-avd-*', 'PRN-*', 'Anna Muster', 'Yılmaz', 'Fabrikam']

export const secrets: readonly Sample[] = samplesIn('secrets.jsonl')
export const harmless: readonly Sample[] = samplesIn('harmless.jsonl')
/** Written after the rules, to see what they do with words that they have not met. */
export const later: readonly Sample[] = samplesIn('later.jsonl').map((sample) => ({ ...sample, heldBack: false }))

function samplesIn(file: string): Sample[] {
  const counts = new Map<string, number>()
  return readFileSync(path.join(import.meta.dirname, file), 'utf8')
    .split('\n')
    .filter((text) => text !== '')
    .map((text) => {
      const { id, kind, text: marked } = line.parse(JSON.parse(text))
      const count = (counts.get(kind) ?? 0) + 1
      counts.set(kind, count)
      // Every third of each kind.
      return { id, kind, heldBack: count % 3 === 0, ...read(marked.replace(breaks, '')) }
    })
}

function read(marked: string): Pick<Sample, 'pasted' | 'plain' | 'spans'> {
  const text = plainText(marked)
  const spans: Span[] = []
  let plain = ''
  let done = 0
  let open: { from: number; label: Label } | undefined
  for (const { 0: mark, index } of text.matchAll(marks)) {
    plain += text.slice(done, index)
    done = index + 1
    const label = opened[mark]
    if (label) open = { from: plain.length, label }
    else if (open) spans.push({ ...open, to: plain.length })
  }
  return { pasted: marked.replace(marks, ''), plain: plain + text.slice(done), spans }
}
