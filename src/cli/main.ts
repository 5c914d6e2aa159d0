// The `reconnect` command.
import path from 'node:path'
import { Command } from 'commander'
import { readCatalog } from '../catalog-files.ts'
import { catalogCheck } from './catalog.ts'
import { matchLines, matchText } from './match.ts'

const root = path.resolve(import.meta.dirname, '../..')
const program = new Command('reconnect').description('Check the catalog, try the matcher, build the Teams app package.')

const catalog = program.command('catalog').description('the symptom catalog')
catalog
  .command('check')
  .description('name file, field and cure of every fault')
  .argument('[folder]', 'catalog folder', path.join(root, 'catalog'))
  .action(async (folder: string) => {
    process.exitCode = await catalogCheck(folder)
  })

program
  .command('match')
  .description('what the matcher makes of a text')
  .argument('[text]', 'the error text')
  .option('--jsonl', 'read {"id","text"} lines from standard input, print one answer a line')
  .action(async (text: string | undefined, options: { jsonl?: true }) => {
    const reading = await readCatalog(path.join(root, 'catalog'))
    if (!reading.ok) program.error('The catalog is broken; see: reconnect catalog check')
    else if (options.jsonl) await matchLines(reading.catalog)
    else if (text === undefined) program.error('Give a text, or --jsonl')
    else matchText(reading.catalog, text)
  })

await program.parseAsync()
