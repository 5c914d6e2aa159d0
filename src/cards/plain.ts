// Text that stays text: a TextBlock reads Markdown, and nothing that we put into one is meant as such.

const clientMacro = /\{\{(?:DATE|TIME)\([^)]{1,60}\)\}\}/g

/** The text with everything escaped that a client could read as Markdown, a link or a mention. */
export function escapeMarkdown(text: string): string {
  // The client's own date macros have to reach it as they are.
  const macros = text.match(clientMacro) ?? []
  return text
    .split(clientMacro)
    .map(escapePart)
    .reduce((joined, part, index) => `${joined}${macros[index - 1] ?? ''}${part}`)
}

const escapePart = (part: string): string =>
  part
    .replace(/[\\`*_[\]~<>|]/g, (character) => `\\${character}`)
    .replace(/^(\s*)([#+-])(\s)/gm, '$1\\$2$3')
    .replace(/^(\s*\d+)([.)])(\s|$)/gm, '$1\\$2$3')
