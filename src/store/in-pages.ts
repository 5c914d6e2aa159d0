// Reads a large table a page at a time, in the order of a number, so that it never fills the memory.

const pageSize = 500
/** The lowest that an integer column takes. */
const lowest = -(2 ** 31)

/** `read` answers at most `most` rows whose number is above `after`, the lowest first. */
export async function* inPages<Row>(
  read: (after: number, most: number) => Promise<readonly Row[]>,
  numberOf: (row: Row) => number,
): AsyncGenerator<Row, void> {
  let after = lowest
  let page: readonly Row[]
  do {
    page = await read(after, pageSize)
    for (const row of page) {
      yield row
      after = numberOf(row)
    }
  } while (page.length === pageSize)
}
