// A small Markdown reader, more willing than the one of Teams: what it leaves as text stays text in Teams as well.
// Stands on its own, since the browser tests hand it to the page as it is.

export function markdownToHtml(markdown: string): string {
  const inline =
    /\\([!-/:-@[-`{-~])|`([^`]+)`|!\[([^\]]*)\]\(([^()\s]+)[^)]*\)|\[([^\]]+)\]\(([^()\s]+)[^)]*\)|<((?:https?|mailto|ftp|msteams):[^>\s]+)>|(<\/?[a-z][^>]*>)|(\*\*|__)(?=\S)(.+?)\9|~~(.+?)~~|\*(?=\S)([^*]+)\*|(?<!\w)_(?=\S)([^_]+)_(?!\w)|&(?:#\d{1,7}|#x[\da-f]{1,6}|\w{2,31});/gi

  const escapeHtml = (text: string): string =>
    text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')

  function inlineHtml(text: string): string {
    let html = ''
    let end = 0
    for (const found of text.matchAll(inline)) {
      html += escapeHtml(text.slice(end, found.index)) + foundHtml(found)
      end = found.index + found[0].length
    }
    return html + escapeHtml(text.slice(end))
  }

  function foundHtml(found: RegExpMatchArray): string {
    // Groups that took no part are undefined, whatever the compiler thinks.
    const groups: readonly (string | undefined)[] = found
    const [all = '', escaped, code, alt, source, label, target, address, tag, , strong, struck, starred, lined] = groups
    const emphasised = starred ?? lined
    if (escaped !== undefined) return escapeHtml(escaped)
    if (code !== undefined) return `<code>${escapeHtml(code)}</code>`
    if (source !== undefined) return `<img src="${escapeHtml(source)}" alt="${escapeHtml(alt ?? '')}">`
    if (label !== undefined) return `<a href="${escapeHtml(target ?? '')}">${inlineHtml(label)}</a>`
    if (address !== undefined) return `<a href="${escapeHtml(address)}">${escapeHtml(address)}</a>`
    // A tag is not let through, but leaves a mark: it was taken for one.
    if (tag !== undefined) return '<wbr>'
    if (strong !== undefined) return `<strong>${inlineHtml(strong)}</strong>`
    if (struck !== undefined) return `<s>${inlineHtml(struck)}</s>`
    if (emphasised !== undefined) return `<em>${inlineHtml(emphasised)}</em>`
    return all
  }

  const blocks: readonly (readonly [RegExp, (text: string) => string])[] = [
    [/^\s{0,3}#{1,6}(?:\s+(.*))?$/, (text) => `<h3>${inlineHtml(text)}</h3>`],
    [/^\s{0,3}>\s?(.*)$/, (text) => `<blockquote>${inlineHtml(text)}</blockquote>`],
    [/^\s{0,3}([-*_=])\s*(?:\1\s*){2,}$/, () => '<hr>'],
    [/^\s*[-*+](?:\s+(.*))?$/, (text) => `<ul><li>${inlineHtml(text)}</li></ul>`],
    [/^\s*\d{1,9}[.)](?:\s+(.*))?$/, (text) => `<ol><li>${inlineHtml(text)}</li></ol>`],
  ]

  function lineHtml(line: string): string {
    for (const [pattern, toHtml] of blocks) {
      const found = pattern.exec(line)
      if (found) return toHtml(found[1] ?? '')
    }
    return inlineHtml(line)
  }

  return `<p>${markdown.split('\n').map(lineHtml).join('<br>')}</p>`
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"' }

/** What a person reads of HTML from above, when all of it is text; undefined when anything in it came alive. */
export function plainText(html: string): string | undefined {
  const inner = html.slice('<p>'.length, -'</p>'.length).replaceAll('<br>', '\n')
  if (inner.includes('<')) return undefined
  return inner.replace(/&(\w+);/g, (entity, name: string) => entities[name] ?? entity)
}
