/** Cells of an answer as a person reads them, and their order. */

import type { CellKind } from './kinds.ts'

export type AnswerCell = string | number | boolean | null

/** `whole` is there where `text` is less than all of it; `isAbsent` where it is no text of the lake's. */
export type CellText = { text: string; whole?: string; isAbsent?: true }

const LETTERS_MAX = 80

export function cellText(cell: AnswerCell, kind: CellKind): CellText {
  if (cell === null) return { text: 'null', isAbsent: true }
  if (cell === '') return { text: 'empty', isAbsent: true }
  if (typeof cell === 'number') return numberText(cell)
  if (typeof cell === 'boolean') return { text: String(cell) }
  if (kind === 'number') return { text: withoutZeros(cell) }
  const line = cell.replaceAll(/\s+/g, ' ').trim()
  if (line.length <= LETTERS_MAX)
    return line === cell ? { text: line } : { text: line, whole: cell }
  return { text: `${line.slice(0, LETTERS_MAX - 1)}…`, whole: cell }
}

/** Six decimals, or four digits of what is smaller. */
function numberText(value: number): CellText {
  const whole = String(value)
  if (Number.isInteger(value) || !Number.isFinite(value)) return { text: whole }
  const short = Math.abs(value) < 0.001 ? value.toPrecision(4) : value.toFixed(6)
  const text = String(Number(short))
  return text === whole ? { text } : { text, whole }
}

/** Decimals have nine digits in the lake: what is none of them is not shown. */
function withoutZeros(decimal: string): string {
  return /^-?\d+\.\d+$/.test(decimal) ? decimal.replace(/\.?0+$/, '') : decimal
}

/** Rows by one column; what is absent comes last either way. */
export function sortRows(
  rows: readonly (readonly AnswerCell[])[],
  place: number,
  kind: CellKind,
  isDown: boolean,
): (readonly AnswerCell[])[] {
  const sign = isDown ? -1 : 1
  return [...rows].sort((a, b) => {
    const [left, right] = [a[place] ?? null, b[place] ?? null]
    if (left === null || right === null) return Number(left === null) - Number(right === null)
    return sign * compare(left, right, kind)
  })
}

function compare(
  left: string | number | boolean,
  right: string | number | boolean,
  kind: CellKind,
) {
  if (kind === 'number') return Number(left) - Number(right)
  return String(left).localeCompare(String(right), 'en')
}
