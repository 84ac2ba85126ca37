/** Comma-separated values with a header line, RFC 4180. */

/**
 * One record a line, keyed by the header's names; a cell that is missing is empty.
 *
 * @throws SyntaxError when a quoted cell does not end.
 */
export function parseCsv(text: string): Record<string, string>[] {
  const [header, ...rows] = cellsOf(text.replace(/^\uFEFF/, ''))
  if (!header) return []
  const names = header.map((name) => name.trim())
  return rows
    .filter((row) => row.some((cell) => cell !== ''))
    .map((row) => Object.fromEntries(names.map((name, place) => [name, row[place] ?? ''])))
}

function cellsOf(text: string): string[][] {
  // A cell, quoted (with "" for a quote) or bare, and what ends it.
  const cell = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r?\n|$)/gy
  const rows: string[][] = [[]]
  while (cell.lastIndex < text.length) {
    const at = cell.lastIndex
    const found = cell.exec(text)
    if (!found) throw new SyntaxError(`Read CSV: the cell at character ${at} does not end`)
    rows.at(-1)?.push(found[1]?.replaceAll('""', '"') ?? found[2] ?? '')
    if (found[3] === '') break
    if (found[3] !== ',') rows.push([])
  }
  return rows
}
