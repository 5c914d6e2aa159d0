// Solutions as a card shows them, and a symptom's runbook cut into parts that fit a card.
import type { Solution, Step, Symptom } from './catalog.ts'
import type { SolutionView, StepView } from './screens.ts'
import * as texts from './texts.ts'

export const solutionView = (solution: Solution, note: string): SolutionView => ({
  title: solution.title,
  note,
  overtaken: solution.overtaken ? texts.runbook.overtaken(solution.overtaken) : '',
  steps: solution.steps.map(stepView),
  links: solution.links,
})

const stepView = (step: Step, index: number): StepView =>
  typeof step === 'string'
    ? { number: `${index + 1}`, text: step, language: '', lines: [] }
    : {
        number: `${index + 1}`,
        text: step.text,
        language: languages[step.command.language],
        lines: step.command.code.split('\n').map((line) => ({ text: keepIndent(line) })),
      }

// Cards drop leading spaces; PowerShell and Kusto read no-break spaces as spaces.
const keepIndent = (line: string): string => line.replace(/^ +/, (spaces) => '\u00a0'.repeat(spaces.length))

const languages = { powershell: 'PowerShell', kusto: 'Kusto', cmd: 'Command prompt' } as const

// A card has to stay under 28 KB; the markup around a step costs about 450 characters.
const partSize = 15_000
const stepMarkup = 450

const sizeOf = (solution: Solution): number =>
  JSON.stringify(solution.steps).length + stepMarkup * (solution.steps.length + solution.links.length + 2)

/** The solutions of a symptom in parts that each fit a card, current advice before overtaken advice. */
export function runbookPages(symptom: Symptom): Solution[][] {
  const ordered = [
    ...symptom.solutions.filter(({ overtaken }) => !overtaken),
    ...symptom.solutions.filter(({ overtaken }) => overtaken),
  ]
  return fill(ordered, JSON.stringify(symptom.causes).length)
}

/** As many of the solutions as fit beside a ticket. */
export const firstPage = (solutions: readonly Solution[]): Solution[] => fill(solutions, partSize / 2)[0] ?? []

function fill(solutions: readonly Solution[], used: number): Solution[][] {
  const pages: Solution[][] = [[]]
  let size = used
  for (const solution of solutions) {
    const page = pages.at(-1)
    if (page && (page.length === 0 || size + sizeOf(solution) <= partSize)) page.push(solution)
    else {
      pages.push([solution])
      size = 0
    }
    size += sizeOf(solution)
  }
  return pages
}
