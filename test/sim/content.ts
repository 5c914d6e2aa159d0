// What the bot of the simulation knows: three symptoms, of which one wants an approval and one has a question first.
import { matcherFor } from '../../src/core/match/decide.ts'
import { aCatalog, aSymptom, plainSolution } from '../helpers/small-catalog.ts'

const helped = { solutions: [plainSolution('fix', { restart: 'helps' })] }

const catalog = aCatalog([
  aSymptom('frozen-desktop', helped),
  aSymptom('locked-session', { ...helped, approval: 'helpdesk' }),
  aSymptom('black-picture', {
    ...helped,
    questions: [
      {
        id: 'since-when',
        text: 'Since when?',
        choices: ['Since today', 'For long'].map((text) => ({ text, leads: { show: ['fix'] } })),
        unknown: { show: ['fix'] },
      },
    ],
  }),
])

export const content = { catalog, match: matcherFor(catalog) }

/** What people paste. The last is nobody's symptom. */
export const pastes: readonly string[] = [
  ...catalog.symptoms.map(({ id }) => `words of ${id}`),
  'words of locked-session',
  'something else altogether is wrong with it',
]
