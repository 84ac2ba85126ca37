/** bars.csv: one row a company and day. */

import type { WorldBar } from '../contents/world.ts'
import { needDate, needFile, readCsv, wrong, type DataRow } from '#shared/host/data-folder.ts'

const COLUMNS = ['ticker', 'date', 'open', 'high', 'low', 'close', 'volume'] as const

export type BarFile = { bars: Map<string, WorldBar[]>; notes: string[] }

/**
 * Daily bars by ticker, oldest first. Wrong order is mended and holes are allowed; both are told
 * in `notes`. Rows of tickers that are not `known`, or after `to`, are left out.
 *
 * @throws DataFolderError on prices that are no prices, high below low, and a day given twice.
 */
export function readBarFile(folder: string, known: ReadonlySet<string>, to?: string): BarFile {
  const bars = new Map<string, WorldBar[]>()
  const notes: string[] = []
  const unknown = new Set<string>()
  const unordered = new Set<string>()
  const path = needFile(folder, 'bars.csv')
  for (const row of readCsv(path, COLUMNS)) {
    const ticker = row.get('ticker')
    if (!known.has(ticker)) {
      unknown.add(ticker)
      continue
    }
    const bar = barOf(row)
    if (to !== undefined && bar.date > to) continue
    const list = bars.get(ticker) ?? []
    bars.set(ticker, list)
    if ((list.at(-1)?.date ?? '') >= bar.date) unordered.add(ticker)
    list.push(bar)
  }
  for (const ticker of unordered) order(bars.get(ticker) ?? [], ticker)
  if (unordered.size) notes.push(`bars.csv: out of order, sorted: ${listed(unordered)}`)
  if (unknown.size) notes.push(`bars.csv: not in companies.csv, left out: ${listed(unknown)}`)
  return { bars, notes: [...notes, ...holesOf(bars)] }
}

function barOf(row: DataRow): WorldBar {
  const bar = {
    date: needDate(row, row.get('date')),
    open: price(row, 'open'),
    high: price(row, 'high'),
    low: price(row, 'low'),
    close: price(row, 'close'),
    volume: amount(row, 'volume'),
  }
  if (bar.high < Math.max(bar.open, bar.close, bar.low)) {
    throw wrong(row, 'a high of at least open, low and close', row.get('high'))
  }
  if (bar.low > Math.min(bar.open, bar.close)) {
    throw wrong(row, 'a low of at most open and close', row.get('low'))
  }
  return bar
}

function price(row: DataRow, column: string): number {
  const value = amount(row, column)
  if (value <= 0) throw wrong(row, `${column} above 0`, row.get(column))
  return value
}

function amount(row: DataRow, column: string): number {
  const text = row.get(column)
  const value = Number(text)
  if (text === '' || !Number.isFinite(value) || value < 0) {
    throw wrong(row, `${column} as a number of at least 0`, text)
  }
  return value
}

function order(list: WorldBar[], ticker: string): void {
  list.sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0))
  for (let index = 1; index < list.length; index += 1) {
    const date = list[index]?.date ?? ''
    if (list[index - 1]?.date !== date) continue
    throw wrong({ file: 'bars.csv', line: 0 }, `one bar of ${ticker} a day`, `two on ${date}`)
  }
}

/** Days on which others traded and a company, between its first and last bar, did not. */
function holesOf(bars: Map<string, WorldBar[]>): string[] {
  const days = [...new Set([...bars.values()].flat().map(({ date }) => date))].sort()
  const notes: string[] = []
  for (const [ticker, list] of bars) {
    const first = days.indexOf(list[0]?.date ?? '')
    const last = days.indexOf(list.at(-1)?.date ?? '')
    const missing = last - first + 1 - list.length
    if (missing > 0) notes.push(`bars.csv: ${ticker} has no bar on ${missing} days in its range`)
  }
  return notes
}

function listed(tickers: ReadonlySet<string>): string {
  const all = [...tickers].sort()
  return all.length > 8
    ? `${all.slice(0, 8).join(', ')} and ${all.length - 8} more`
    : all.join(', ')
}
