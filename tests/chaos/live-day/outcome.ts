/** What a live day came to, read from the record: when stops fired, and where rounds lie apart. */

import { MINUTE_MS } from '#shared/domain/spans.ts'
import type { Sql } from '#shared/sql/open.ts'
import type { LiveDay } from './run.ts'
import type { Plan } from './plan.ts'

const ROUND_GAP_SECONDS = 120
/** What a round takes on a busy machine; real time, of which each second is many of business. */
const ROUND_TAKES_SECONDS = 3

/** From the minute a level was crossed to the decision to sell; null where there was none. */
export async function readStopsFired(sql: Sql, { stops }: Plan): Promise<LiveDay['stops']> {
  const found = []
  for (const { ticker, crossedAt } of stops) {
    const [row] = await sql<{ at: Date | null }[]>`
      select min(decided_at) as at from trading_decisions
      where ticker = ${ticker} and kind = 'exit' and action = 'act'`
    const seconds = row?.at ? Math.round((row.at.getTime() - crossedAt.getTime()) / 1000) : null
    found.push({ ticker, crossedAt, seconds })
  }
  return found
}

/** Snapshots are one a round: where two lie further apart than they may, and what stood behind it. */
export async function readRounds(sql: Sql, { session, levers }: Plan, speed: number) {
  const rows = await sql<{ at: Date; before: Date | null }[]>`
    select taken_at as at, lag(taken_at) over (order by taken_at) as before from portfolio_snapshots
    where taken_at between ${session.opensAt} and ${session.closesAt} order by taken_at`
  const wide = rows.flatMap(({ at, before }) => {
    const seconds = before ? Math.round((at.getTime() - before.getTime()) / 1000) : 0
    return before && seconds > ROUND_GAP_SECONDS + ROUND_TAKES_SECONDS * speed
      ? [{ after: before, at, seconds }]
      : []
  })
  // Asking again waits in real time, of which each second is many of business.
  const outages = levers.filter(({ path }) => path === 'world/outage')
  const isAway = ({ after, at }: { after: Date; at: Date }) =>
    outages.some(
      (outage) => outage.at < at && after.getTime() < outage.at.getTime() + 2 * MINUTE_MS,
    )
  return {
    made: rows.length,
    gaps: wide.filter((gap) => !isAway(gap)).map(({ after, seconds }) => ({ after, seconds })),
    awayFor: wide
      .filter(isAway)
      .map(
        ({ after, seconds }) => `${seconds} s after ${after.toISOString()}: the broker was away`,
      ),
  }
}
