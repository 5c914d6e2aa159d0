// `npm run score:redaction`: how well secrets and names are masked, on the labelled texts, and what is not.
import { report } from './report.ts'

console.log(report.join('\n'))
