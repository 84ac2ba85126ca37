/** Values in cells by a delimiter, RFC 4180 and what spreadsheets make of it. */

export type CsvRow = {
  /** The line its first cell stands on, from 1. */
  line: number
  cells: string[]
}

/** Where quoted cells go on over lines, this ends a cell that never does. */
const CELL_MAX = 20_000

/**
 * One record a line, keyed by the header's names; a cell that is missing is empty.
 *
 * @throws SyntaxError when a quoted cell does not end.
 */
export function parseCsv(text: string, delimiter = ','): Record<string, string>[] {
  const [header, ...rows] = rowsOf(text, delimiter)
  if (!header) return []
  const names = header.cells.map((name) => name.trim())
  return rows.map(({ cells }) =>
    Object.fromEntries(names.map((name, place) => [name, cells[place] ?? ''])),
  )
}

/**
 * Rows in any line ends, without empty ones. A cell is quoted, with `""` for a quote, or bare; a
 * quote within a bare one is a sign like any other.
 *
 * @throws SyntaxError naming the line and the character where a quoted cell does not end.
 */
export function rowsOf(text: string, delimiter: string): CsvRow[] {
  const bare = `[^${delimiter}\\r\\n]*`
  const cell = new RegExp(
    `(?:[ ]*"((?:[^"]|""){0,${CELL_MAX}})"[ ]*|(?![ ]*")(${bare}))(${delimiter === '|' ? '\\|' : delimiter}|\\r?\\n|\\r|$)`,
    'gy',
  )
  const from = text.startsWith('\uFEFF') ? 1 : 0
  cell.lastIndex = from
  let line = 1
  let row: CsvRow = { line, cells: [] }
  const rows = [row]
  while (cell.lastIndex < text.length) {
    const at = cell.lastIndex
    const found = cell.exec(text)
    if (!found) {
      throw new SyntaxError(
        `Read CSV: the quoted cell at character ${at - from} (line ${line}) does not end`,
      )
    }
    row.cells.push(found[1]?.replaceAll('""', '"') ?? found[2] ?? '')
    line += found[0].match(/\r\n|\r|\n/g)?.length ?? 0
    if (found[3] === '') break
    if (found[3] === delimiter && cell.lastIndex === text.length) row.cells.push('')
    if (found[3] !== delimiter) rows.push((row = { line, cells: [] }))
  }
  return rows.filter(({ cells }) => cells.some((value) => value.trim() !== ''))
}
