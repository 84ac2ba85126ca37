/** How EDGAR writes the moment of acceptance: in New York's time, or in UTC with the same Z behind it. */

import { newYorkInstant } from '#shared/domain/market/calendar.ts'
import { HOUR_MS } from '#shared/domain/spans.ts'

/** What New York clocks show, `2026-03-02T16:15:30`. */
export function newYorkWall(at: Date): string {
  const walls = [4, 5].map((hours) =>
    new Date(at.getTime() - hours * HOUR_MS).toISOString().slice(0, 19),
  )
  const said = walls.find(
    (text) => newYorkInstant(text.slice(0, 10), text.slice(11)).getTime() === at.getTime(),
  )
  return said ?? at.toISOString().slice(0, 19)
}

/** `acceptanceDateTime`: most companies' is UTC, that of every third New York's time with a Z. */
export function acceptanceText(cik: string, at: Date): string {
  return Number(cik) % 3 === 0 ? `${newYorkWall(at)}.000Z` : at.toISOString()
}
