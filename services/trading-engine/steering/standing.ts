/** What a person does about how trading stands: pause, resume, reduce; breakers. */

import type { Answers } from '#shared/contracts/api/route.ts'
import type { standingRoutes } from '#shared/contracts/api/standing.ts'
import { MINUTE_MS } from '#shared/domain/spans.ts'
import type { Clock } from '#shared/host/clock.ts'
import { Refusal } from '#shared/host/refusal.ts'
import { nameOf } from '#shared/sql/access/audit.ts'
import { keepChange } from '#shared/sql/access/keep-change.ts'
import type { Sql } from '#shared/sql/open.ts'
import { readOpenBreakers, resetBreaker, tripManual } from '#shared/sql/risk/breakers.ts'
import { setPaused } from '#shared/sql/trading/engine-config.ts'
import { liftHold, readStanding, setHold, shownStanding } from '#shared/sql/trading/standing.ts'

type Parts = { sql: Sql; clock: Clock }
type Routes = Answers<typeof standingRoutes>
type Engine = Omit<Routes, 'POST /api/trading/halt' | 'POST /api/trading/release'>

export function answerStanding({ sql, clock }: Parts): Engine {
  return {
    'POST /api/trading/pause': (asked) => pause({ sql, clock }, asked, true),
    'POST /api/trading/resume': (asked) => pause({ sql, clock }, asked, false),
    'POST /api/trading/reducing': (asked) =>
      sql.begin(async (tx) => {
        const now = clock.now()
        const { reason } = asked.body
        const says = reason === '' ? 'reduced by a person' : reason
        const hold = { code: 'reducing', state: 'reducing' as const, says, by: nameOf(asked.by) }
        const before = shownStanding(await readStanding(tx, now)).state
        await setHold(tx, hold, now)
        const after = shownStanding(await readStanding(tx, now))
        await keepChange(tx, asked, told({ state: before }, { state: after.state }, reason), now)
        return after
      }),
    'POST /api/trading/breakers/trip': (asked) =>
      sql.begin(async (tx) => {
        const now = clock.now()
        const { ticker, minutes, reason } = asked.body
        const closesAt =
          minutes === undefined ? null : new Date(now.getTime() + minutes * MINUTE_MS)
        await tripManual(tx, { ticker, closesAt, by: nameOf(asked.by), reason }, now)
        await keepChange(tx, asked, { subject: 'manual', after: { ticker, closesAt }, reason }, now)
        return { breakers: await readOpenBreakers(tx, now) }
      }),
    'POST /api/trading/breakers/reset': (asked) =>
      sql.begin(async (tx) => {
        const now = clock.now()
        const { breaker, ticker, reason } = asked.body
        const count = await resetBreaker(tx, { breaker, ticker, by: nameOf(asked.by), reason }, now)
        if (count === 0)
          throw new Refusal(409, `No breaker ${breaker} is open for ${ticker ?? 'all tickers'}`)
        await keepChange(
          tx,
          asked,
          { subject: breaker, before: { ticker, open: true }, reason },
          now,
        )
        return { breakers: await readOpenBreakers(tx, now) }
      }),
  }
}

type Asked = Parameters<Routes['POST /api/trading/pause']>[0]

/** Resuming ends what a person held back with: a pause and a reduction. */
function pause({ sql, clock }: Parts, asked: Asked, paused: boolean) {
  return sql.begin(async (tx) => {
    const now = clock.now()
    const { reason } = asked.body
    const before = await setPaused(tx, { paused, by: nameOf(asked.by), reason }, now)
    if (!paused) await liftHold(tx, 'reducing', now)
    await keepChange(tx, asked, told(before, { paused }, reason), now)
    return { ...shownStanding(await readStanding(tx, now)), paused }
  })
}

const told = (before: Record<string, unknown>, after: Record<string, unknown>, reason: string) => ({
  subject: 'trading-engine',
  before,
  after,
  reason,
})
