// The `reconnect` command.
import { existsSync } from 'node:fs'
import path from 'node:path'
import { Command, Option } from 'commander'
import { readCatalog } from '../catalog-files.ts'
import { root } from '../root.ts'
import { exportAudit, verifyAudit } from './audit.ts'
import { buildBot } from './build.ts'
import { catalogImport, type ImportOptions } from './catalog-import.ts'
import { catalogNew } from './catalog-new.ts'
import { catalogReplay } from './catalog-replay.ts'
import { catalogTest } from './catalog-test.ts'
import { catalogCheck } from './catalog.ts'
import { forgetPerson } from './forget.ts'
import { explainText, matchLines, matchText } from './match.ts'
import { listUnknown } from './unknown.ts'
import { packageDefaults, writePackage } from './package.ts'

const envFile = path.join(root, '.env')
if (existsSync(envFile)) process.loadEnvFile(envFile)

const brokenCatalog = 'The catalog is broken; see: reconnect catalog check'
const program: Command = new Command('reconnect')
  .description('Check the catalog, try the matcher, read the audit, build the Teams app package.')
  .showHelpAfterError('Try: reconnect --help')
  .addHelpText(
    'after',
    examples('reconnect match "error code 0x3"', 'reconnect catalog check', 'reconnect package --help'),
  )

const catalog = program.command('catalog').description('check, try and write the symptom catalog')
catalog
  .command('check')
  .description('name file, field and cure of every fault')
  .argument('[folder]', 'catalog folder', path.join(root, 'catalog'))
  .action(async (folder: string) => {
    process.exitCode = await catalogCheck(folder)
  })

catalog
  .command('new')
  .description('write the skeleton of a symptom, with a word on every field')
  .argument('<id>', 'lower-case words joined by hyphens')
  .option('--folder <folder>', 'catalog folder', path.join(root, 'catalog'))
  .addHelpText('after', examples('reconnect catalog new session-froze'))
  .action(async (id: string, options: { folder: string }) => {
    process.exitCode = await catalogNew(options.folder, id)
  })

catalog
  .command('import')
  .description('make draft symptoms from a page of Microsoft Learn in Markdown, one for each error')
  .argument('<page>', 'the Markdown file')
  .option('--url <url>', 'the address of the page, https only')
  .option('--document <id>', 'the id of the page in documents.yaml')
  .option('--folder <folder>', 'catalog folder; the drafts go into its folder drafts', path.join(root, 'catalog'))
  .addHelpText('after', examples('reconnect catalog import page.md --url https://learn.microsoft.com/windows-365/page'))
  .action(async (page: string, { folder, ...options }: ImportOptions & { folder: string }) => {
    process.exitCode = await catalogImport(folder, page, options)
  })

catalog
  .command('test')
  .description('try the examples and look-alikes of every symptom')
  .argument('[folder]', 'catalog folder', path.join(root, 'catalog'))
  .action(async (folder: string) => {
    const reading = await readCatalog(folder)
    if (!reading.ok) program.error(brokenCatalog)
    process.exitCode = catalogTest(reading.catalog)
  })

catalog
  .command('replay')
  .description('which answers differ from those of an earlier catalog')
  .argument('<messages>', 'a file of {"id","text"} lines')
  .option('--since <revision>', 'the git revision to compare with', 'HEAD')
  .option('--catalog <folder>', 'catalog folder', path.join(root, 'catalog'))
  .addHelpText('after', examples('reconnect catalog replay messages.jsonl --since HEAD~3'))
  .action(async (file: string, options: { since: string; catalog: string }) => {
    process.exitCode = await catalogReplay(options.catalog, options.since, file)
  })

program
  .command('match')
  .description('what the matcher makes of a text')
  .argument('[text]', 'the error text')
  .option('--jsonl', 'read {"id","text"} lines from standard input, print one answer a line')
  .option('--explain', 'print the scores of the first five symptoms')
  .option('--catalog <folder>', 'catalog folder', path.join(root, 'catalog'))
  .addHelpText('after', examples('reconnect match "error code 0x3"', 'reconnect match --jsonl < messages.jsonl'))
  .action(async (text: string | undefined, options: { jsonl?: true; explain?: true; catalog: string }) => {
    if ((text === undefined) === (options.jsonl === undefined)) program.error('Give a text, or --jsonl')
    const reading = await readCatalog(options.catalog)
    if (!reading.ok) program.error(brokenCatalog)
    if (text !== undefined) {
      matchText(reading.catalog, text)
      if (options.explain) explainText(reading.catalog, text)
    } else process.exitCode = await matchLines(reading.catalog, process.stdin.setEncoding('utf8'))
  })

program
  .command('unknown')
  .description('what people pasted and the catalog did not know, most people first')
  .addOption(databaseOption())
  .action(async ({ database }: { database?: string }) => {
    process.exitCode = await listUnknown(database)
  })

const audit = program.command('audit').description('who did what, who allowed it, what was refused')
audit
  .command('verify')
  .description('has anybody edited the audit?')
  .option('--expect <hash>', 'the last hash of an earlier run: is it still there?')
  .addOption(databaseOption())
  .action(async ({ database, expect }: { database?: string; expect?: string }) => {
    process.exitCode = await verifyAudit(database, expect)
  })

audit
  .command('export')
  .description('print the entries as JSON, one a line')
  .option('--since <day>', 'the first day, in UTC')
  .option('--until <day>', 'the last day, in UTC')
  .addOption(databaseOption())
  .addHelpText('after', examples('reconnect audit export --since 2026-03-01 --until 2026-03-31 > march.jsonl'))
  .action(async ({ database, ...days }: { database?: string; since?: string; until?: string }) => {
    process.exitCode = await exportAudit(database, days)
  })

program
  .command('forget')
  .description('erase the data of a person')
  .argument('<id>', 'the Entra object id of the person')
  .option('--now', 'withdraw the tickets and restarts that are still open')
  .addOption(databaseOption())
  .action(async (id: string, { database, now }: { database?: string; now?: true }) => {
    process.exitCode = await forgetPerson(database, id, now === true)
  })

program
  .command('build')
  .description('put the bot and its libraries into a few files in built/, which start fast: node built/main.js')
  .action(async () => {
    await buildBot('built', ['src/main.ts'])
  })

program
  .command('package')
  .description('write the Teams app package, a zip file')
  .option('--app-id <guid>', 'the application (client) id of your bot; always needed')
  .option('--out <file>', 'the zip file to write', packageDefaults.out)
  .option('--developer <name>', 'who offers the app, at most 32 characters', packageDefaults.developer)
  .option('--website <url>', 'where people read about the app, https only', packageDefaults.website)
  .option('--privacy <url>', 'your privacy statement, https only (default: the website)')
  .option('--terms <url>', 'your terms of use, https only (default: the website)')
  .addHelpText(
    'after',
    examples('reconnect package --app-id 00000000-0000-0000-0000-000000000000 --developer "IT helpdesk"'),
  )
  .action(async (options: Readonly<Record<string, unknown>>) => {
    process.exitCode = await writePackage(path.join(root, 'appPackage'), options)
  })

// A reader that has seen enough, such as head, closes the pipe.
process.stdout.on('error', (error: Error) => process.exit('code' in error && error.code === 'EPIPE' ? 0 : 1))
await program.parseAsync()

function databaseOption(): Option {
  return new Option(
    '--database <where>',
    'a SQLite file, or the URL of PostgreSQL (default: the database of a bot with the same environment)',
  )
}

function examples(...lines: readonly string[]): string {
  return ['', lines.length > 1 ? 'Examples:' : 'Example:', ...lines.map((line) => `  ${line}`)].join('\n')
}
