// How far apart two words are, counted in slips of the pen.

/** Is `a` at most `most` slips from `b`? A slip is a letter left out, added, replaced, or two neighbours swapped. */
export function slips(a: string, b: string, most: number): boolean {
  if (a === b) return true
  if (Math.abs(a.length - b.length) > most) return false
  let beforeLast: number[] = []
  let last = Array.from({ length: b.length + 1 }, (_, index) => index)
  for (let i = 1; i <= a.length; i++) {
    const row = [i]
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      row[j] = Math.min(
        at(row, j - 1) + 1,
        at(last, j) + 1,
        at(last, j - 1) + (same ? 0 : 1),
        swapped ? at(beforeLast, j - 2) + 1 : Infinity,
      )
    }
    if (Math.min(...row) > most) return false
    beforeLast = last
    last = row
  }
  return at(last, b.length) <= most
}

const at = (row: readonly number[], index: number): number => row[index] ?? Infinity
