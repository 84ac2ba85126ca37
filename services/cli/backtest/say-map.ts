/** The map of settings in words, and as programs read it. */

import type { Stability } from '#shared/domain/backtest/stability.ts'
import type { VariantAxes } from '#shared/domain/strategy/variants.ts'
import { formatTable } from '../table.ts'

export function mapSaid({ cells, peak }: Stability, { along, down }: VariantAxes): string[] {
  const rows = down.values.map((value, at) => [
    String(value),
    ...along.values.map((_, place) =>
      ratio(cells.find((cell) => cell.down === at && cell.along === place)?.sharpe ?? null),
    ),
  ])
  const head = ['', ...along.values.map(String)]
  const lines = [`Sharpe ratio, along: ${along.name}; down: ${down.name}`, formatTable(head, rows)]
  if (!peak) return lines
  const lonely =
    peak.lonely === null
      ? 'it lies above nothing'
      : `${(100 * peak.lonely).toFixed(0)} % of its lead over the middle one is gone one step away`
  return [
    ...lines,
    '',
    `best: ${peak.name}, ${ratio(peak.sharpe)}; around it ${ratio(peak.around)}: ${lonely}`,
  ]
}

export function mapOf({ cells, peak }: Stability, { along, down }: VariantAxes) {
  return {
    along,
    down,
    cells: cells.map(({ sharpeDeflated, ...cell }) => ({
      ...cell,
      sharpe_deflated: sharpeDeflated,
    })),
    peak,
  }
}

const ratio = (value: number | null) => (value === null ? '–' : value.toFixed(2))
