/** The points of a chart, out of the rows of an answer. */

import type { QuestionChart, SqlAnswer } from '#shared/contracts/api/lake.ts'
import { cellText, type AnswerCell } from '../cells/cell-text.ts'
import { kindOf, millisecondsOf, type CellKind } from '../cells/kinds.ts'

/** More bars than this are no wider than the gaps between them. */
const BARS_MAX = 60
const POINTS_MAX = 2_000

/** Amounts stand under `y0`, `y1` and so on: a chart takes dots in a name for a path. */
export type ChartPoint = { x: number | string } & Record<`y${number}`, number | null>
export type ChartPoints = {
  points: ChartPoint[]
  /** Rows there are to draw; more than the points where some were left out. */
  of: number
  /** Several rows stand at one place along the scale: a line through them tells little. */
  isRepeated: boolean
  /** How far two points are apart tells something: milliseconds, or an amount; words stand side by side. */
  scale: 'words' | 'amount' | 'day' | 'moment'
}

/** Bars in the order of the rows; lines and points along their scale, thinned where there are very many. */
export function pointsOf({ columns, rows }: SqlAnswer, chart: QuestionChart): ChartPoints {
  const place = (name: string) => columns.findIndex((column) => column.name === name)
  const [at, amounts] = [place(chart.x), chart.y.map(place)]
  const kind = kindOf(columns[at]?.type ?? '')
  const scale = scaleOf(kind, chart.kind)
  const all = rows.flatMap((row): ChartPoint[] => {
    const cell = row[at] ?? null
    const x = scale === 'words' ? cellText(cell, kind).text : alongOf(cell, scale)
    if (typeof x === 'number' && Number.isNaN(x)) return []
    const ys = amounts.map((amount, n) => [`y${n}`, amountOf(row[amount] ?? null)] as const)
    return [{ x, ...Object.fromEntries(ys) }]
  })
  if (scale === 'words')
    return { points: all.slice(0, BARS_MAX), of: all.length, isRepeated: false, scale }
  all.sort((a, b) => Number(a.x) - Number(b.x))
  const step = Math.ceil(all.length / POINTS_MAX)
  const points = all.filter((_, n) => n % step === 0)
  const isRepeated = new Set(all.map(({ x }) => x)).size < all.length
  return { points, of: all.length, isRepeated, scale }
}

function scaleOf(kind: CellKind, chart: QuestionChart['kind']): ChartPoints['scale'] {
  if (chart === 'bar' || kind === 'text') return 'words'
  return kind === 'number' ? 'amount' : kind
}

function alongOf(cell: AnswerCell, scale: ChartPoints['scale']): number {
  if (cell === null) return Number.NaN
  return scale === 'amount' ? Number(cell) : millisecondsOf(String(cell))
}

/** What is no number is a gap, which stays one. */
function amountOf(cell: AnswerCell): number | null {
  const value = cell === null ? Number.NaN : Number(cell)
  return Number.isFinite(value) ? value : null
}

const TICKS_MAX = 8

/** Days to name along the axis, each once: between two that follow each other there is none to name. */
export function dayTicks(points: readonly ChartPoint[]): number[] {
  const days = [...new Set(points.map(({ x }) => Number(x)))]
  const step = Math.ceil(days.length / TICKS_MAX)
  return days.filter((_, n) => n % step === 0)
}
