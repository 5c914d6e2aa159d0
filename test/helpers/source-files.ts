// Reads the project's own source with the TypeScript compiler: what each file imports and which names it uses.
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import ts from 'typescript'

export const root = path.resolve(import.meta.dirname, '../..')

export type Import = {
  /** As written: a package, or a path. */
  readonly from: string
  /** The file of the project that is meant, from its root; undefined for packages. */
  readonly file: string | undefined
  readonly kind: 'static' | 'dynamic'
}

export type SourceFile = {
  /** From the root of the project, with slashes. */
  readonly file: string
  readonly text: string
  readonly imports: readonly Import[]
  /** Dotted names as they are used: process.env, console.log, Date.now. */
  readonly uses: ReadonlySet<string>
}

/** The TypeScript files below `folders`. */
export function readSource(...folders: readonly string[]): SourceFile[] {
  return folders.flatMap((folder) =>
    readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.ts'))
      .map((name) => path.posix.join(folder, name.split(path.sep).join('/')))
      .sort()
      .map(readFile),
  )
}

const readFile = (file: string): SourceFile => parseSource(file, readFileSync(path.join(root, file), 'utf8'))

export function parseSource(file: string, text: string): SourceFile {
  const imports: Import[] = []
  const uses = new Set<string>()
  const add = (from: ts.Node | undefined, kind: Import['kind']) => {
    if (from && ts.isStringLiteralLike(from)) imports.push({ from: from.text, file: fileMeant(file, from.text), kind })
  }
  const visit = (node: ts.Node): void => {
    if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) add(node.moduleSpecifier, 'static')
    else if (ts.isImportTypeNode(node))
      add(ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined, 'static')
    else if (ts.isCallExpression(node) && loads(node.expression)) add(node.arguments[0], 'dynamic')
    else noteUse(node, uses)
    ts.forEachChild(node, visit)
  }
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest))
  return { file, text, imports, uses }
}

const loads = (called: ts.Expression): boolean =>
  called.kind === ts.SyntaxKind.ImportKeyword || (ts.isIdentifier(called) && called.text === 'require')

function noteUse(node: ts.Node, uses: Set<string>): void {
  if (ts.isPropertyAccessExpression(node) && ts.isIdentifier(node.expression))
    uses.add(`${node.expression.text}.${node.name.text}`)
  if (
    ts.isElementAccessExpression(node) &&
    ts.isIdentifier(node.expression) &&
    ts.isStringLiteralLike(node.argumentExpression)
  )
    uses.add(`${node.expression.text}.${node.argumentExpression.text}`)
  if (
    ts.isVariableDeclaration(node) &&
    ts.isObjectBindingPattern(node.name) &&
    node.initializer &&
    ts.isIdentifier(node.initializer)
  )
    for (const { propertyName, name } of node.name.elements)
      for (const taken of [propertyName ?? name])
        if (ts.isIdentifier(taken)) uses.add(`${node.initializer.text}.${taken.text}`)
  if (ts.isNewExpression(node) && ts.isIdentifier(node.expression))
    uses.add(`new ${node.expression.text}(${node.arguments?.length ? '…' : ''})`)
  if (ts.isCallExpression(node) && ts.isIdentifier(node.expression)) uses.add(`${node.expression.text}()`)
}

const fileMeant = (importer: string, specifier: string): string | undefined =>
  specifier.startsWith('.') ? path.posix.join(path.posix.dirname(importer), specifier) : undefined

/** The first circle that following the imports comes to. */
export function circleIn(importsOf: ReadonlyMap<string, readonly string[]>): string[] | undefined {
  const finished = new Set<string>()
  const follow = (file: string, way: readonly string[]): string[] | undefined => {
    if (way.includes(file)) return [...way.slice(way.indexOf(file)), file]
    if (finished.has(file)) return undefined
    for (const imported of importsOf.get(file) ?? []) {
      const circle = follow(imported, [...way, file])
      if (circle) return circle
    }
    finished.add(file)
    return undefined
  }
  for (const file of importsOf.keys()) {
    const circle = follow(file, [])
    if (circle) return circle
  }
  return undefined
}
