// A catalog of a size that nobody has written yet, for measuring: made from the real one's words, the same each time.
import type { Catalog, Symptom } from '../../src/core/catalog.ts'

/** Numbers between 0 and 1 that only look random. */
function numbers(): () => number {
  let state = 1
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return state / 2_147_483_648
  }
}

const textsOf = ({ signatures }: Symptom): string[] => [...signatures.texts, ...signatures.variants]

/** The catalog with `count` further symptoms of eight sentences each. Half of the words are real, and common ones occur most. */
export function enlarge(catalog: Catalog, count: number): Catalog {
  const [pattern] = catalog.symptoms
  if (!pattern) throw new Error('there is no symptom to take as a pattern')
  const next = numbers()
  const real = [...new Set(catalog.symptoms.flatMap(textsOf).flatMap((text) => text.split(/\s+/)))]
  const letter = () => String.fromCharCode(97 + Math.floor(next() * 26))
  const invented = Array.from({ length: 20_000 }, () =>
    Array.from({ length: 5 + Math.floor(next() * 6) }, letter).join(''),
  )
  const words = [...real, ...invented]
  const sentence = (length: number) =>
    Array.from({ length }, () => words[Math.floor(next() ** 2 * words.length)] ?? '').join(' ')
  const made = Array.from({ length: count }, (_, at) => ({
    ...pattern,
    id: `synthetic-${at}`,
    signatures: {
      codes: [`0x${(0x100000 + at).toString(16)}`],
      texts: [sentence(12), sentence(12)],
      variants: Array.from({ length: 6 }, () => sentence(8)),
      localized: [],
      lookAlikes: [],
    },
  }))
  return { ...catalog, symptoms: [...catalog.symptoms, ...made] }
}
