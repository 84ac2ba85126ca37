/** What scores taken before sessions knew of prices, over the newest year of sessions. */

import type { Edge } from '#shared/contracts/api/quality.ts'
import type { Served } from '#shared/contracts/api/route.ts'
import { WINDOWS } from '#shared/contracts/sets.ts'
import { chanceOfBest, edgeOver } from '#shared/domain/quality/edge.ts'
import { runDaysOf } from '#shared/domain/quality/run-days.ts'
import type { Db } from '#shared/sql/open.ts'
import { readEdgeDays, type CountedEdge } from '#shared/sql/quality/edge-days.ts'

export async function readEdges(
  db: Db,
): Promise<{ through: string | null; edges: Served<Edge>[] }> {
  const days = await readEdgeDays(db)
  const named = [...Map.groupBy(days, ({ kind, name }) => `${kind} ${name}`).values()]
  const edges = named.map(edgeOfAll).toSorted((a, b) => placeOf(a) - placeOf(b))
  const through = days.reduce((last, { day }) => (day > last ? day : last), '') || null
  return { through, edges: edges.map((edge) => ({ ...edge, ...luckOf(edge, edges.length) })) }
}

/** Windows in their order, shortest first; then what else there is. */
function placeOf({ kind, name }: { kind: string; name: string }): number {
  const place = WINDOWS.findIndex((window) => window === name)
  return kind === 'trend' && place >= 0 ? place : WINDOWS.length
}

function luckOf({ horizons }: Pick<Edge, 'horizons'>, tried: number) {
  const chance = horizons.find(({ sessions }) => sessions === 1)?.chance ?? null
  return { chanceOfBest: chance === null ? null : chanceOfBest(chance, tried) }
}

function edgeOfAll(days: readonly CountedEdge[]) {
  const [{ kind, name }] = days as [CountedEdge]
  const horizons = [...Map.groupBy(days, ({ horizon }) => horizon)].map(([sessions, own]) => {
    const moved = own.flatMap(({ ic }) => ic ?? [])
    const { days: count, ...edge } = edgeOver(moved, runDaysOf(name, sessions))
    return {
      sessions,
      days: count,
      companies: Math.max(...own.map(({ companies }) => companies)),
      ...edge,
      spread: meanOf(own.map(({ spread }) => spread)),
    }
  })
  const next = days.filter(({ horizon }) => horizon === 1)
  const turnover = meanOf(next.flatMap((day) => day.turnover ?? []))
  const spread = meanOf(next.map((day) => day.spread))
  const capacities = next.flatMap(({ capacity }) => capacity ?? []).toSorted((a, b) => a - b)
  return {
    kind,
    name,
    horizons,
    turnover,
    capacity: capacities[Math.floor(capacities.length / 2)] ?? null,
    costsBorne:
      turnover && spread !== null ? (spread / (TRADES_BOTH_WAYS * turnover)) * BASIS_POINTS : null,
    byDay: next.map(({ day, ic }) => ({ day, ic })),
  }
}

/** What is turned over is sold here and bought there. */
const TRADES_BOTH_WAYS = 2
const BASIS_POINTS = 10_000

function meanOf(values: readonly number[]): number | null {
  return values.length === 0 ? null : values.reduce((sum, one) => sum + one, 0) / values.length
}
