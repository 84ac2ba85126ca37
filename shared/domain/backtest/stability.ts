/**
 * What the settings around one would have made: a result that is gone one step away is a lonely peak, and luck more
 * likely than a rule.
 *
 * Source: docs/FORMULAS.md, Backtests.
 */

/** One place of the map; Sharpe ratio null where nothing moved. */
export type MapCell = {
  name: string
  /** Which of the values it has of each axis. */
  along: number
  down: number
  return: number
  sharpe: number | null
  sharpeDeflated: number | null
}

export type StabilityCell = MapCell & {
  /** Mean Sharpe ratio of the cells one step away, at the corners too; null without any. */
  around: number | null
  /** From the least to the most of the cell and those around it. */
  spread: number | null
}

/** The best cell, and how much of it stands alone. */
export type Peak = {
  name: string
  sharpe: number
  around: number
  /**
   * In [0, 1]: of what it lies above the middle cell, the share that is gone one step away; null where it lies above
   * nothing.
   */
  lonely: number | null
}

export type Stability = { cells: StabilityCell[]; peak: Peak | null }

export function stabilityOf(cells: readonly MapCell[]): Stability {
  const measured = cells.map((cell): StabilityCell => {
    const near = sharpesOf(cells.filter((other) => isNear(cell, other)))
    const all = cell.sharpe === null ? near : [...near, cell.sharpe]
    return {
      ...cell,
      around: near.length === 0 ? null : mean(near),
      spread: all.length === 0 ? null : Math.max(...all) - Math.min(...all),
    }
  })
  return { cells: measured, peak: peakOf(measured) }
}

function peakOf(cells: readonly StabilityCell[]): Peak | null {
  const [best] = cells
    .filter(({ sharpe, around }) => sharpe !== null && around !== null)
    .toSorted((a, b) => b.sharpe! - a.sharpe!)
  if (!best) return null
  const { name, sharpe, around } = best as StabilityCell & { sharpe: number; around: number }
  const lead = sharpe - middle(sharpesOf(cells))
  const gone = lead > 0 ? (sharpe - around) / lead : null
  return { name, sharpe, around, lonely: gone === null ? null : Math.min(1, Math.max(0, gone)) }
}

function isNear(a: MapCell, b: MapCell): boolean {
  const [along, down] = [Math.abs(a.along - b.along), Math.abs(a.down - b.down)]
  return along <= 1 && down <= 1 && along + down > 0
}

function sharpesOf(cells: readonly MapCell[]): number[] {
  return cells.flatMap(({ sharpe }) => (sharpe === null ? [] : [sharpe]))
}

const mean = (values: readonly number[]) =>
  values.reduce((sum, value) => sum + value, 0) / values.length

function middle(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const at = Math.floor(sorted.length / 2)
  return sorted.length % 2 === 1 ? sorted[at]! : (sorted[at - 1]! + sorted[at]!) / 2
}
