/** Which cell of a table means what: columns by name, in any order, between any common delimiter. */

import { rowsOf, type CsvRow } from './csv.ts'

export type UniverseColumn = 'ticker' | 'name' | 'sector' | 'aliases' | 'cik' | 'shareClass'

export type Table = {
  delimiter: string
  header: CsvRow
  rows: CsvRow[]
  places: Partial<Record<UniverseColumn, number>>
  /** Names of columns that mean nothing here. */
  unused: string[]
  /** Columns of which the header has two. */
  doubled: string[]
}

const DELIMITERS = [',', ';', '\t', '|']

/** What the lists of exchanges, index providers, the SEC and data vendors call these columns. */
const NAMES: Record<UniverseColumn, RegExp> = {
  ticker:
    /^(?:ticker|tickers|tickersymbol|symbol|stocksymbol|stockticker|tradingsymbol|actsymbol|sym)$/,
  name: /^(?:name|company|companyname|legalname|security|securityname|securitydescription|issuer|issuername|title|longname|shortname|description|entityname)$/,
  sector: /^(?:sector|sectorname|gicssector|industrysector|economicsector)$/,
  aliases: /^(?:alias|aliases|aka|alsoknownas|othernames|names|synonyms)$/,
  cik: /^(?:cik|cikstr|cikcode|ciknumber|seccik)$/,
  shareClass: /^(?:class|shareclass|classofshares|classofshare|stockclass)$/,
}

/** Reads the delimiter that makes most columns known; a first line `sep=;` and lines with `#` are passed over. */
export function readTable(text: string): Table | undefined {
  const said = /^\uFEFF?sep=(.)\r?\n/i.exec(text)
  const delimiters = said?.[1] && DELIMITERS.includes(said[1]) ? [said[1]] : DELIMITERS
  const tables = delimiters.map((delimiter) => tableOf(text, delimiter, said !== null))
  return tables
    .filter((table) => table !== undefined)
    .reduce<Table | undefined>(
      (best, table) => (best && known(best) >= known(table) ? best : table),
      undefined,
    )
}

function known({ places }: Table): number {
  return Object.keys(places).length
}

function tableOf(text: string, delimiter: string, skipFirst: boolean): Table | undefined {
  const all = rowsIn(text, delimiter).filter(
    ({ line, cells }) => !cells[0]?.startsWith('#') && !(skipFirst && line === 1),
  )
  const [header, ...rows] = all
  if (!header) return undefined
  const table: Table = { delimiter, header, rows, places: {}, unused: [], doubled: [] }
  for (const [place, name] of header.cells.entries()) {
    const column = columnOf(name)
    if (column === undefined) table.unused.push(name.trim())
    else if (table.places[column] === undefined) table.places[column] = place
    else table.doubled.push(name.trim())
  }
  return table
}

/** A quote that does not end under one delimiter may be a sign under the right one. */
function rowsIn(text: string, delimiter: string): CsvRow[] {
  try {
    return rowsOf(text, delimiter)
  } catch (fault) {
    const first = /^[^\r\n]*/.exec(text)?.[0] ?? ''
    if (Object.values(NAMES).some((name) => name.test(plain(first.split(delimiter)[0] ?? ''))))
      throw fault
    return []
  }
}

function columnOf(name: string): UniverseColumn | undefined {
  const key = plain(name)
  return (Object.keys(NAMES) as UniverseColumn[]).find((column) => NAMES[column].test(key))
}

function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z]/g, '')
}
