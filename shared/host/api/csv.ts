/** Rows as comma-separated values (RFC 4180), which no spreadsheet takes for a formula. */

type Row = Readonly<Record<string, unknown>>

export function toCsv(columns: readonly string[], rows: readonly Row[]): string {
  const lines = [columns, ...rows.map((row) => columns.map((column) => textOf(row[column])))]
  return lines.map((cells) => `${cells.map(cellOf).join(',')}\r\n`).join('')
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (value instanceof Date) return value.toISOString()
  return typeof value === 'object' ? JSON.stringify(value) : String(value as string | number)
}

const NUMBER = /^-?\d+(\.\d+)?(e[+-]?\d+)?$/i
/** What spreadsheets begin a formula with, also behind what they pass over. */
const FORMULA = /^[\s\p{Cc}\p{Cf}]*[=+\-@＝＋－＠]/u

/** A text that could be a formula is made a text by the mark that spreadsheets know for it. */
function cellOf(text: string): string {
  const harmless = FORMULA.test(text) && !NUMBER.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(harmless) || harmless !== text
    ? `"${harmless.replaceAll('"', '""')}"`
    : harmless
}
