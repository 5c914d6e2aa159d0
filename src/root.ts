// The folder of this installation: one above src/, and one above built/ where the built bot is.
import path from 'node:path'

export const root = path.resolve(import.meta.dirname, '..')
