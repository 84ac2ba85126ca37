/** Reads the companies of a table, and says of every wrong row its line, column and what is wanted. */

import { nearestTicker, readTicker } from '../../domain/market/ticker.ts'
import { readTable, type UniverseColumn, type Table } from './columns.ts'
import type { CsvRow } from './csv.ts'

export type ListedCompany = {
  ticker: string
  name: string
  sector: string
  aliases: string[]
  cik?: string
}

export type TableOfCompanies = {
  companies: ListedCompany[]
  /** What is wrong, by line; where there is any, nothing may be stored. */
  faults: string[]
  /** What was passed over. */
  notes: string[]
}

const NAME_MAX = 200
const DELIMITER_NAMES: Record<string, string> = { ',': ',', ';': ';', '\t': 'tab', '|': '|' }

/** @param known the tickers there are, where a list of them is to hand: another one is a fault. */
export function companiesOfTable(text: string, known?: ReadonlySet<string>): TableOfCompanies {
  const table = readTable(text)
  const read: TableOfCompanies = { companies: [], faults: [], notes: [] }
  if (!table) return { ...read, faults: ['line 1: there is no header'] }
  read.faults.push(...headerFaults(table))
  if (read.faults.length > 0) return read
  if (table.delimiter !== ',')
    read.notes.push(`cells are divided by ${DELIMITER_NAMES[table.delimiter]}`)
  if (table.unused.length > 0) read.notes.push(`columns not used: ${table.unused.join(', ')}`)
  const lines = new Map<string, number>()
  for (const row of table.rows) {
    const faults = readRow(table, row, read, known)
    const ticker = faults.length === 0 ? (read.companies.at(-1)?.ticker ?? '') : ''
    const before = lines.get(ticker)
    if (before !== undefined)
      faults.push(`column ticker: ${ticker} stands on line ${before} already`)
    else if (ticker !== '') lines.set(ticker, row.line)
    read.faults.push(...faults.map((says) => `line ${row.line}, ${says}`))
  }
  if (table.rows.length === 0) read.faults.push('line 2: there is no company')
  return read
}

function headerFaults({ header, places, doubled }: Table): string[] {
  const missing = (['ticker', 'name'] as const).filter((column) => places[column] === undefined)
  const said = header.cells.map((name) => name.trim()).join(', ')
  return [
    ...missing.map(
      (column) =>
        `line ${header.line}: no column is called ${column === 'ticker' ? 'ticker or symbol' : 'name, company or security'}; there are: ${said}`,
    ),
    ...doubled.map((name) => `line ${header.line}: there are two columns for what ${name} holds`),
  ]
}

/** Adds the company of a row; answers what is wrong with it. */
function readRow(
  { header, places, delimiter }: Table,
  { cells }: CsvRow,
  read: TableOfCompanies,
  known: ReadonlySet<string> | undefined,
): string[] {
  const surplus = cells.slice(header.cells.length)
  if (cells.length < header.cells.length || surplus.some((value) => value.trim() !== ''))
    return [
      `${cells.length} cells: the header has ${header.cells.length}${quoteHint(cells, delimiter)}`,
    ]
  const cell = (column: UniverseColumn) => (cells[places[column] ?? -1] ?? '').trim()
  const faults: string[] = []
  const ticker = readTicker(cell('ticker'))
  if (ticker === undefined)
    faults.push(
      `column ticker: expected one such as AAPL or BRK.B, found ${quoted(cell('ticker'))}`,
    )
  else if (known && !known.has(ticker)) faults.push(unknownTicker(ticker, known))
  const name = cell('name')
  if (name === '' || name.length > NAME_MAX)
    faults.push(`column name: expected 1 to ${NAME_MAX} characters, found ${name.length}`)
  const cik = cell('cik')
    .replace(/^CIK ?/i, '')
    .replace(/\.0$/, '')
  if (!/^\d{0,10}$/.test(cik))
    faults.push(`column cik: expected up to ten digits, found ${quoted(cell('cik'))}`)
  for (const column of ['name', 'aliases', 'sector'] as const) {
    // What an earlier reader could not read, and the same read once more in another set.
    if (/\uFFFD|\u00EF\u00BF\u00BD/.test(cell(column)))
      faults.push(`column ${column}: a character cannot be read in the file's character set`)
  }
  if (faults.length === 0) {
    const withClass = cell('shareClass') === '' ? name : `${name} (${classOf(cell('shareClass'))})`
    const aliases = aliasesOf(cell('aliases'), delimiter)
    read.companies.push({
      ticker: ticker ?? '',
      name: withClass,
      sector: cell('sector'),
      aliases,
      ...(cik === '' ? {} : { cik }),
    })
  }
  return faults
}

export function unknownTicker(ticker: string, known: ReadonlySet<string>): string {
  const near = nearestTicker(ticker, known)
  return `column ticker: ${ticker} is no known ticker${near ? `; the nearest is ${near}` : ''}`
}

/** `Apple, Inc.` without its quotes is two cells. */
function quoteHint(cells: readonly string[], delimiter: string): string {
  const form = cells.findIndex((value) => /^ ?(?:Inc|Corp|Co|Ltd|LLC|plc|N\.V)\b/i.test(value))
  if (form < 1) return ''
  return `; write "${cells[form - 1]}${delimiter}${cells[form]}" in quotes if that is one`
}

function classOf(said: string): string {
  return /class|series/i.test(said) ? said : `Class ${said}`
}

/** By `|`; by `;` where that divides no cells and no `|` is there. */
function aliasesOf(said: string, delimiter: string): string[] {
  const sign = delimiter === '|' || (delimiter !== ';' && !said.includes('|')) ? ';' : '|'
  return [
    ...new Set(
      said
        .split(sign)
        .map((alias) => alias.trim())
        .filter((alias) => alias !== ''),
    ),
  ]
}

function quoted(text: string): string {
  return text === '' ? 'nothing' : JSON.stringify(text.slice(0, 40))
}
