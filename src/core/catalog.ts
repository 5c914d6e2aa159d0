// The shape of a symptom file: one schema, the types derived from it, and one parser from `unknown`.
// Knows nothing of files; src/catalog-files.ts reads them, src/core/catalog-check.ts looks at how they hang together.
import * as z from 'zod'

const products = ['windows-365', 'azure-virtual-desktop', 'azure-vm'] as const

const languages = ['de', 'fr', 'es', 'pt', 'ja', 'zh'] as const

const slug = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'is not lower-case words joined by hyphens')
const line = z.string().trim().min(1).max(300)
const paragraph = z.string().trim().min(1).max(900)

/** Where a choice leads: on to a question, or to the solutions that are shown. */
const lead = z.union([z.strictObject({ ask: slug }), z.strictObject({ show: z.array(slug).min(1).max(8) })])

const choice = z.strictObject({
  text: line.max(80),
  /** The machine this choice is about, where choosing it settles that. */
  product: z.enum(products).optional(),
  leads: lead,
})

const question = z.strictObject({
  id: slug,
  text: line,
  choices: z.array(choice).min(2).max(4),
  /** Where "I don't know" leads: every question has a way on. */
  unknown: lead,
})

/** The place in a source document that tells this: document id and heading, as listed in catalog/documents.yaml. */
const source = z.strictObject({ document: slug, heading: line })
const sources = z.array(source).min(1)

const command = z.strictObject({
  language: z.enum(['powershell', 'kusto', 'cmd']),
  code: z.string().trim().min(1).max(2500),
})

const step = z.union([paragraph, z.strictObject({ text: paragraph, command })])

const cause = z.strictObject({
  id: slug,
  text: paragraph,
  /** Why this no longer holds; such a cause is shown to the helpdesk only, and marked. */
  overtaken: paragraph.optional(),
  sources,
})

const solution = z.strictObject({
  id: slug,
  title: line,
  /** Who can do it. An employee sees the steps of `employee` solutions only. */
  audience: z.enum(['employee', 'helpdesk', 'admin']),
  /** One plain sentence for everybody: what is done here. The employee reads it where the steps are not theirs. */
  summary: paragraph,
  steps: z.array(step).min(1).max(20),
  /** Ids of the causes that this cures. */
  cures: z.array(slug).min(1),
  /** Can restarting the machine help, once this solution applies? */
  restart: z.enum(['helps', 'may-help', 'no']),
  links: z.array(z.strictObject({ title: line, url: z.url({ protocol: /^https$/ }) })).default([]),
  /** Why this advice no longer holds; never shown to an employee, marked for the helpdesk. */
  overtaken: paragraph.optional(),
  sources,
})

const signatures = z.strictObject({
  /** Codes that stand for this symptom on their own, as printed: 0x3, 2607, AADSTS50126, dnsCheckFqdnNotFound. */
  codes: z.array(z.string().trim().min(1).max(120)).default([]),
  /** The words of the dialog or log, exactly. */
  texts: z.array(paragraph).min(1),
  /** How people write it: old names, other clients, other languages, from memory. */
  variants: z.array(paragraph).default([]),
  /** The texts of the dialog in other languages, each with the public page that shows it. */
  localized: z
    .array(z.strictObject({ lang: z.enum(languages), text: paragraph, source: z.url({ protocol: /^https$/ }) }))
    .default([]),
  /** Texts that look alike and are something else. */
  lookAlikes: z.array(paragraph).default([]),
})

const symptomFile = z.strictObject({
  id: slug,
  /** Not looked at by a person yet: refused until the mark is taken off. */
  draft: z.boolean().default(false),
  title: line,
  products: z.array(z.enum(products)).min(1),
  /** Made from the five documents that the catalog began with, or added from further public pages. */
  origin: z.enum(['documents', 'extended']).default('documents'),
  /** Who meets this: an administrator's symptom gets the runbook, and a plain note to anybody else. */
  metBy: z.enum(['employee', 'admin']),
  /** Does a restart for this symptom need a helpdesk approval first? */
  approval: z.enum(['none', 'helpdesk']),
  signatures,
  /** What people paste when they meet this; no signature is among them. `reconnect catalog test` tries each. */
  examples: z.array(paragraph).default([]),
  /** The dialogue starts at the first; without any, every solution is shown. */
  questions: z.array(question).max(6).default([]),
  causes: z.array(cause).min(1),
  solutions: z.array(solution).min(1),
})

/** Error texts that are known and not covered: they keep a text that only looks alike from being taken for a symptom. */
const neighbourFile = z.array(
  z.strictObject({ title: line, codes: z.array(line).default([]), texts: z.array(paragraph).default([]) }),
)

/** Words that tell what a text is about: our machines and clients, or some other product. */
const contextFile = z.strictObject({ ours: z.array(line).min(1), foreign: z.array(line).min(1) })

/** The documents that the catalog is made from, and those of their headings that it tells. */
const documentFile = z.array(
  z.strictObject({
    id: slug,
    title: line,
    date: z.string(),
    url: z.url({ protocol: /^https$/ }).optional(),
    headings: z.array(line).min(1),
  }),
)

export type Product = (typeof products)[number]
export type Symptom = z.infer<typeof symptomFile>
export type Question = Symptom['questions'][number]
export type Lead = Question['unknown']
export type Solution = Symptom['solutions'][number]
export type Step = Solution['steps'][number]
export type Neighbour = z.infer<typeof neighbourFile>[number]
export type SourceDocument = z.infer<typeof documentFile>[number]

export type Context = z.infer<typeof contextFile>

export type Catalog = {
  readonly symptoms: readonly Symptom[]
  readonly neighbours: readonly Neighbour[]
  readonly context: Context
  readonly documents: readonly SourceDocument[]
}

/** One thing wrong with one field of a content file, with what to do about it. */
export type Fault = { readonly field: string; readonly problem: string; readonly cure: string }
export type Parsed<T> = { readonly ok: true; readonly value: T } | { readonly ok: false; readonly faults: Fault[] }

export const parseSymptom = (input: unknown): Parsed<Symptom> => parsed(symptomFile, input)
export const parseNeighbours = (input: unknown): Parsed<Neighbour[]> => parsed(neighbourFile, input)
export const parseContext = (input: unknown): Parsed<Context> => parsed(contextFile, input)
export const parseDocuments = (input: unknown): Parsed<SourceDocument[]> => parsed(documentFile, input)

function parsed<T>(schema: z.ZodType<T>, input: unknown): Parsed<T> {
  const result = schema.safeParse(input)
  return result.success ? { ok: true, value: result.data } : { ok: false, faults: result.error.issues.map(faultOf) }
}

function faultOf(issue: z.core.$ZodIssue): Fault {
  const field = issue.path.map(String).join('.') || '(the whole file)'
  switch (issue.code) {
    case 'unrecognized_keys':
      return {
        field,
        problem: `has unknown fields: ${issue.keys.join(', ')}`,
        cure: 'remove them or correct the spelling',
      }
    case 'invalid_type':
      return { field, problem: issue.message, cure: `write a value of the type ${issue.expected} here` }
    case 'invalid_value':
      return { field, problem: issue.message, cure: `use one of: ${issue.values.map(String).join(', ')}` }
    case 'too_small':
      return { field, problem: issue.message, cure: `give at least ${String(issue.minimum)}` }
    case 'too_big':
      return { field, problem: issue.message, cure: `give at most ${String(issue.maximum)}` }
    default:
      return { field, problem: issue.message, cure: 'see CONTRIBUTING.md, "Add a symptom"' }
  }
}
