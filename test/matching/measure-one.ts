// One part of the measuring of one engine, in a process of its own: `measure-one.ts ENGINE PART`.
import { engines } from './engines.ts'
import { parts } from './measure.ts'

const [, , engineName, partName] = process.argv
const engine = engines.find(({ name }) => name === engineName)
const part = Object.entries(parts).find(([name]) => name === partName)?.[1]
if (!engine || !part) throw new Error('usage: measure-one.ts ENGINE PART')
process.send?.(part.measure(engine))
