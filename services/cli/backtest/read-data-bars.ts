/** Daily bars of a data folder: bars.csv with a ticker a row, or one CSV file a ticker, named for it. */

import { existsSync, readdirSync, statSync } from 'node:fs'
import { basename, join } from 'node:path'
import {
  DataFolderError,
  findFile,
  needDate,
  readCsv,
  wrong,
  type DataRow,
} from '#shared/host/data-folder.ts'

/** One row; `dividend` is dollars a share, `split` shares after it for each before, 1 without. */
export type DataBar = {
  ticker: string
  date: string
  open: number
  high: number
  low: number
  close: number
  /** NaN where the file has no volume. */
  volume: number
  adjusted: number | null
  dividend: number
  split: number
}

const COLUMNS = ['date', 'open', 'high', 'low', 'close'] as const

/**
 * Rows up to `to`, by ticker, oldest first. A file of one ticker may be named itself.
 *
 * @throws DataFolderError naming the file that is wanted, or file, line, what was wanted and what was found.
 */
export function readDataBars(data: string, to: string): Map<string, DataBar[]> {
  const byTicker = new Map<string, DataBar[]>()
  for (const path of filesOf(data)) {
    const own = tickerOf(path)
    for (const row of readCsv(path, COLUMNS)) {
      const bar = barOf(row, row.get('ticker') || row.get('symbol') || row.get('stock') || own)
      if (bar.date > to) continue
      const list = byTicker.get(bar.ticker)
      if (list) list.push(bar)
      else byTicker.set(bar.ticker, [bar])
    }
  }
  for (const [ticker, rows] of byTicker) byTicker.set(ticker, inOrder(ticker, rows))
  return byTicker
}

function filesOf(data: string): string[] {
  if (!existsSync(data)) throw new DataFolderError(`Read ${data}: expected a folder, found nothing`)
  if (statSync(data).isFile()) return [data]
  const bars = findFile(data, 'bars.csv')
  if (bars) return [bars]
  const own = readdirSync(data)
    .filter((file) => /\.csv(\.gz)?$/i.test(file) && !/^(companies|tracked)\.csv/i.test(file))
    .sort()
  if (own.length > 0) return own.map((file) => join(data, file))
  throw new DataFolderError(
    `Read ${data}: expected bars.csv or bars.csv.gz (ticker,date,open,high,low,close,volume), or one TICKER.csv each, found neither`,
  )
}

/** `SPY` of SPY.csv and of SPY_D_1999_2020.csv. */
function tickerOf(path: string): string {
  return basename(path)
    .split(/[._\s]/)[0]!
    .toUpperCase()
}

function barOf(row: DataRow, ticker: string): DataBar {
  const [open, high, low, close] = (['open', 'high', 'low', 'close'] as const).map((column) =>
    numberOf(row, column, true),
  ) as [number, number, number, number]
  if (high < Math.max(open, close, low))
    throw wrong(row, 'a high of at least open, low and close', row.get('high'))
  if (low > Math.min(open, close))
    throw wrong(row, 'a low of at most open and close', row.get('low'))
  const adjusted = row.get('adj close') || row.get('adj_close')
  return {
    ticker,
    date: dateOf(row),
    open,
    high,
    low,
    close,
    volume: row.get('volume') === '' ? Number.NaN : numberOf(row, 'volume', false),
    adjusted: adjusted === '' ? null : Number(adjusted),
    dividend: Number(row.get('dividend') || row.get('exdividend')),
    split: Number(row.get('split') || row.get('splitratio')) || 1,
  }
}

/** A date as it is, or as Americans write it. */
function dateOf(row: DataRow): string {
  const text = row.get('date').split(/[ T]/)[0] ?? ''
  const american = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(text)
  if (!american) return needDate(row, text)
  const [, month = '', day = '', year = ''] = american
  return needDate(row, `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`)
}

function numberOf(row: DataRow, column: string, isPrice: boolean): number {
  const text = row.get(column)
  const value = Number(text)
  if (text !== '' && Number.isFinite(value) && (isPrice ? value > 0 : value >= 0)) return value
  throw wrong(row, `${column} as a number ${isPrice ? 'above 0' : 'of at least 0'}`, text)
}

/** Where no day has a volume (an index), none is known. */
function inOrder(ticker: string, rows: DataBar[]): DataBar[] {
  rows.sort((a, b) => (a.date < b.date ? -1 : a.date > b.date ? 1 : 0))
  rows.forEach(({ date }, place) => {
    if (rows[place - 1]?.date === date)
      throw new DataFolderError(`Read bars of ${ticker}: expected one a day, found two on ${date}`)
  })
  if (rows.every(({ volume }) => volume === 0)) for (const row of rows) row.volume = Number.NaN
  return rows
}
