// Does the catalog hang together? Pure checks over parsed symptoms: dialogue, references, signatures, sources.
import type { Catalog, Fault, Lead, Symptom } from './catalog.ts'
import { checkDuplicates, checkSignatures } from './check-signatures.ts'

export type CatalogFault = Fault & { readonly file: string }

const mostQuestions = 3

/** Every fault of the catalog, in the order of its files; empty when it may be used. */
export function checkCatalog(catalog: Catalog): CatalogFault[] {
  return [
    ...catalog.symptoms.flatMap((symptom) =>
      [
        ...checkDraft(symptom),
        ...checkDialogue(symptom),
        ...checkSolutions(symptom),
        ...checkSources(symptom, catalog),
        ...checkSignatures(symptom),
      ].map((fault) => ({
        file: fileOf(symptom),
        ...fault,
      })),
    ),
    ...checkDuplicates(catalog.symptoms).map(({ symptom, ...fault }) => ({ file: fileOf(symptom), ...fault })),
    ...checkCoverage(catalog),
  ]
}

const checkDraft = ({ draft }: Symptom): Fault[] =>
  draft ? [{ field: 'draft', problem: 'is set', cure: 'edit the draft, then remove this line' }] : []

const fileOf = (symptom: Symptom) => `${symptom.id}.yaml`

function leadsOf(symptom: Symptom): { field: string; from: string; lead: Lead }[] {
  return symptom.questions.flatMap((question, index) => [
    ...question.choices.map((choice, at) => ({
      field: `questions.${index}.choices.${at}.leads`,
      from: question.id,
      lead: choice.leads,
    })),
    { field: `questions.${index}.unknown`, from: question.id, lead: question.unknown },
  ])
}

function checkDialogue(symptom: Symptom): Fault[] {
  const questionIds = new Set(symptom.questions.map((question) => question.id))
  const solutionIds = new Set(symptom.solutions.map((solution) => solution.id))
  const leads = leadsOf(symptom)
  const deadEnds = leads.flatMap(({ field, lead }) => {
    const missing =
      'ask' in lead ? [lead.ask].filter((id) => !questionIds.has(id)) : lead.show.filter((id) => !solutionIds.has(id))
    return missing.map((id) => ({
      field,
      problem: `leads to "${id}", which does not exist: a dead end`,
      cure: `name a ${'ask' in lead ? 'question' : 'solution'} of this file, or write it`,
    }))
  })
  return [...deadEnds, ...repeatedIds(symptom), ...checkReach(symptom)]
}

function repeatedIds(symptom: Symptom): Fault[] {
  return (['questions', 'causes', 'solutions'] as const).flatMap((list) => {
    const ids = symptom[list].map((entry) => entry.id)
    return ids.flatMap((id, index) =>
      ids.indexOf(id) === index
        ? []
        : [{ field: `${list}.${index}.id`, problem: `repeats the id "${id}"`, cure: 'give it an id of its own' }],
    )
  })
}

/** Walks the questions from the first one: what is never reached, what is asked in circles, what takes too many answers. */
function checkReach(symptom: Symptom): Fault[] {
  const [first] = symptom.questions
  if (!first) return []
  const faults: Fault[] = []
  const reached = new Set<string>()
  const shown = new Set<string>()
  const walk = (id: string, path: readonly string[]): void => {
    const index = symptom.questions.findIndex((question) => question.id === id)
    const question = symptom.questions[index]
    if (!question) return
    if (path.includes(id)) {
      faults.push({ field: `questions.${index}`, problem: 'is asked again after itself', cure: 'break the circle' })
      return
    }
    reached.add(id)
    if (path.length === mostQuestions) {
      faults.push({
        field: `questions.${index}`,
        problem: `is question ${mostQuestions + 1} on the way ${[...path, id].join(' > ')}`,
        cure: `reach a solution in at most ${mostQuestions} questions`,
      })
      return
    }
    for (const lead of [...question.choices.map((choice) => choice.leads), question.unknown]) {
      if ('ask' in lead) walk(lead.ask, [...path, id])
      else lead.show.forEach((solution) => shown.add(solution))
    }
  }
  walk(first.id, [])
  symptom.questions.forEach((question, index) => {
    if (!reached.has(question.id))
      faults.push({ field: `questions.${index}`, problem: 'is never asked', cure: 'lead to it, or remove it' })
  })
  symptom.solutions.forEach((solution, index) => {
    if (!shown.has(solution.id))
      faults.push({
        field: `solutions.${index}`,
        problem: 'is never shown',
        cure: 'let an answer show it, or remove it',
      })
  })
  return faults
}

function checkSolutions(symptom: Symptom): Fault[] {
  const causeIds = new Set(symptom.causes.map((cause) => cause.id))
  const cured = new Set(symptom.solutions.flatMap((solution) => solution.cures))
  return [
    ...symptom.solutions.flatMap((solution, index) => [
      ...solution.cures
        .filter((id) => !causeIds.has(id))
        .map((id) => ({
          field: `solutions.${index}.cures`,
          problem: `names the cause "${id}", which does not exist`,
          cure: 'name a cause of this file, or write it',
        })),
      ...(solution.audience === 'employee' && solution.overtaken
        ? [
            {
              field: `solutions.${index}.overtaken`,
              problem: 'would show overtaken advice to an employee',
              cure: 'set audience to helpdesk or admin, or bring the advice up to date',
            },
          ]
        : []),
    ]),
    ...symptom.causes.flatMap((cause, index) =>
      cured.has(cause.id)
        ? []
        : [{ field: `causes.${index}`, problem: 'has no solution', cure: 'name it in the "cures" of a solution' }],
    ),
  ]
}

function checkSources(symptom: Symptom, catalog: Catalog): Fault[] {
  const headings = headingsOf(catalog)
  return (['causes', 'solutions'] as const).flatMap((list) =>
    symptom[list].flatMap((entry, index) =>
      entry.sources.flatMap((source, at) =>
        headings.has(keyOf(source))
          ? []
          : [
              {
                field: `${list}.${index}.sources.${at}`,
                problem: `"${source.heading}" is no heading of "${source.document}"`,
                cure: 'use a document and heading listed in documents.yaml, or add them there',
              },
            ],
      ),
    ),
  )
}

const keyOf = (source: { document: string; heading: string }) => `${source.document} # ${source.heading}`

const headingsOf = (catalog: Catalog) =>
  new Set(catalog.documents.flatMap(({ id, headings }) => headings.map((heading) => keyOf({ document: id, heading }))))

/** Every heading of every document has to be told by some cause or solution. */
function checkCoverage(catalog: Catalog): CatalogFault[] {
  const told = new Set(
    catalog.symptoms.flatMap((symptom) =>
      [...symptom.causes, ...symptom.solutions].flatMap((entry) => entry.sources.map(keyOf)),
    ),
  )
  return [...headingsOf(catalog)]
    .filter((heading) => !told.has(heading))
    .map((heading) => ({
      file: 'documents.yaml',
      field: heading,
      problem: 'is told by no symptom',
      cure: 'write the cause or solution that tells it, with this heading in its sources',
    }))
}
