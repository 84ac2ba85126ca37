/** Cells of one column as the bytes of a Parquet page, with the bounds that engines skip it by. */

import type { Encoding } from 'hyparquet'
import { ByteWriter } from 'hyparquet-writer'
import { writeRleBitPackedHybrid } from 'hyparquet-writer/src/encoding.js'
import type { Cell, Column, ColumnType } from '../../../contracts/lake/columns.ts'
import { DAY_MS } from '../../../domain/spans.ts'
import { decimalBounds, encodeDecimals } from './decimals.ts'
import { encodeBooleans, encodeDays, encodeDoubles, encodeIntegers } from './numbers.ts'
import { findRepeats } from './repeats.ts'
import { encodeTexts, encodeTextsPlain } from './texts.ts'

/** The least and the greatest, where there are any. */
export type Bounds = {
  min?: string | number | bigint | boolean
  max?: string | number | bigint | boolean
  /** Of doubles: how many are no number. */
  nans?: number
}
export type Plain = { bytes: Uint8Array; bounds: Bounds }

export type Encoded = {
  /** The cells that are there; of a dictionary, their places in it. */
  page: Uint8Array
  encoding: Encoding
  dictionary?: { bytes: Uint8Array; count: number }
  bounds: Bounds
  /** Of each row 1 where it has a cell, else 0. */
  levels: Uint8Array
  nulls: number
}

/** @throws RangeError when a cell is not of the column's type or does not fit. */
export function encodeColumn(
  { name, type }: Column,
  rows: readonly (readonly Cell[])[],
  place: number,
): Encoded {
  const levels = new Uint8Array(rows.length)
  const cells: Cell[] = []
  const kind = KINDS[type]
  for (let at = 0; at < rows.length; at += 1) {
    const cell = (rows[at] as readonly Cell[])[place] ?? null
    if (cell === null) continue
    if (
      typeof cell !== kind ||
      (kind === 'number' && type !== 'double' && !Number.isSafeInteger(cell))
    )
      throw new RangeError(`Write column ${name}: expected ${type}, found ${String(cell)}`)
    levels[at] = 1
    cells.push(cell)
  }
  return { ...encodeCells(type, cells), levels, nulls: rows.length - cells.length }
}

const KINDS: Record<ColumnType, 'string' | 'number' | 'boolean'> = {
  text: 'string',
  decimal: 'string',
  date: 'string',
  timestamp: 'number',
  integer: 'number',
  double: 'number',
  boolean: 'boolean',
}

type Page = Pick<Encoded, 'page' | 'encoding' | 'dictionary' | 'bounds'>

function encodeCells(type: ColumnType, cells: readonly Cell[]): Page {
  if (type === 'text') return encodeWords(cells as string[], encodeTextsPlain, encodeTexts)
  if (type === 'decimal') return encodeWords(cells as string[], plainDecimals)
  if (type === 'date') return encodeWords(cells as string[], plainDates)
  if (type === 'boolean') return plain(encodeBooleans(cells as boolean[]))
  return plain(
    type === 'double' ? encodeDoubles(cells as number[]) : encodeIntegers(cells as number[]),
  )
}

const plain = ({ bytes, bounds }: Plain): Page => ({ page: bytes, encoding: 'PLAIN', bounds })

/** What comes in words is a dictionary where they repeat, else `long`, lengths first, where it has lengths. */
function encodeWords(
  words: readonly string[],
  inPlain: (words: readonly string[]) => Plain,
  long?: (words: readonly string[]) => Plain,
): Page {
  const repeats = findRepeats(words)
  if (repeats) {
    const { bytes, bounds } = inPlain(repeats.distinct)
    const dictionary = { bytes, count: repeats.distinct.length }
    return { page: packPlaces(repeats), encoding: 'RLE_DICTIONARY', dictionary, bounds }
  }
  if (!long) return plain(inPlain(words))
  const { bytes, bounds } = long(words)
  return { page: bytes, encoding: 'DELTA_LENGTH_BYTE_ARRAY', bounds }
}

function packPlaces({
  distinct,
  places,
}: {
  distinct: readonly string[]
  places: Uint32Array
}): Uint8Array {
  const width = Math.ceil(Math.log2(distinct.length))
  const page = new ByteWriter()
  page.appendUint8(width)
  writeRleBitPackedHybrid(page, places, width)
  return page.getBytes()
}

function plainDecimals(texts: readonly string[]): Plain {
  const bytes = encodeDecimals(texts)
  return { bytes, bounds: decimalBounds(bytes) }
}

const plainDates = (dates: readonly string[]): Plain => encodeDays(dates.map(dayOf))

/** Days since 1970. */
function dayOf(date: string): number {
  const day = Date.parse(`${date}T00:00:00Z`) / DAY_MS
  if (Number.isInteger(day)) return day
  throw new RangeError(`Write a date: expected one such as 2026-03-02, found ${date}`)
}
