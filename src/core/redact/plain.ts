// Pasted text -> plain lines: the markup of chats goes, entities become characters, and nothing unseen is left.

const mostCharacters = 32_768

/** Until nothing changes any more: what was escaped twice would else be read differently the second time. */
const mostRounds = 4

const blocks =
  /<\/?(?:br|p|div|li|ul|ol|tr|table|tbody|thead|h[1-6]|pre|blockquote|hr|attachment)(?:\s[^<>]{0,2000})?\/?>/gi
const softBreaks = /<\/?wbr(?:\s[^<>]{0,200})?\/?>|&(?:shy|ZeroWidthSpace);/gi
/** Tags of other kinds than these may hold what was asked for: <Password>. */
const inline =
  /<\/?(?:a|at|b|strong|i|em|u|s|strike|del|ins|sub|sup|span|font|code|kbd|small|big|mark|td|th|img|emoji|html|body|head|meta|style|label|codeblock)(?:\s[^<>]{0,2000})?\/?>/gi

const entities: Readonly<Record<string, string>> = { nbsp: ' ', amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

export function plainText(text: string): string {
  let plain = text.slice(0, mostCharacters)
  for (let round = 0; round < mostRounds; round++) {
    const before = plain
    plain = unescaped(plain)
    if (plain === before) break
  }
  return plain
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .join('\n')
}

const unescaped = (text: string): string =>
  text
    .replace(softBreaks, '')
    .replace(blocks, '\n')
    .replace(inline, ' ')
    .replace(/&(nbsp|amp|lt|gt|quot|apos);/g, (_, name: string) => entities[name] ?? ' ')
    .replace(/&#(\d{1,6}|x[\da-f]{1,5});/gi, (_, number: string) => characterOf(number))
    // Private characters stand for what is masked, see pieces.ts.
    .replace(/[\p{Cf}\p{Co}]/gu, '')
    .replace(/[\p{Cc}\p{Cs}\p{Zs}]/gu, (character) => (character === '\n' ? '\n' : ' '))

/** The character of a numeric entity: 160, x2019. */
const characterOf = (number: string): string =>
  String.fromCodePoint(/^x/i.test(number) ? Number.parseInt(number.slice(1), 16) : Number(number))
