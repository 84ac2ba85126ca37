/** Goal: a backtest measures how equity moves as the record does for the live breaker. Method: the same looks given to both. */

import { expect, test } from 'vitest'
import { openMoves } from '#shared/domain/backtest/moves.ts'
import { sessionOf } from '#shared/domain/market/calendar.ts'
import { randomOf } from '#shared/domain/statistics/chance.ts'
import { readVolatility } from '#shared/sql/trading/snapshots.ts'
import { cloneDatabase } from '../../../helpers/database.ts'

const { sql } = await cloneDatabase()

test('half hours come to what the live breaker reads of them', async () => {
  const random = randomOf(14)
  let equity = 100_000
  const looks = ['2024-06-03', '2024-06-04', '2024-06-05'].flatMap((date, day) => {
    const { opensAt } = sessionOf(date)!
    return Array.from({ length: 390 }, (_, minute) => {
      // Some minutes were never looked at, and in some half hours nothing was held.
      const isInvested = !(day === 0 && minute > 40 && minute < 95)
      const isSeen = random() > 0.05 && !(day === 1 && minute > 200 && minute < 226)
      equity *= 1 + (random() - 0.5) / 500
      const at = new Date(opensAt.getTime() + (minute + 1) * 60_000)
      return { at, date, equity: Number(equity.toFixed(4)), isInvested, isSeen }
    }).filter(({ isSeen }) => isSeen)
  })
  const rows = looks.map(({ at, date, equity: worth, isInvested }) => ({
    taken_at: at,
    session_date: date,
    cash: worth,
    positions_value: 0,
    equity: worth,
    realised_pnl: 0,
    unrealised_pnl: 0,
    active_pool: worth,
    open_positions: isInvested ? 1 : 0,
  }))
  await sql`insert into portfolio_snapshots ${sql(rows)}`
  const moves = openMoves()
  let compared = 0
  for (const [place, look] of looks.entries()) {
    const moved = moves(look)
    if (place % 37 !== 0 && place !== looks.length - 1) continue
    const read = await readVolatility(sql, look.at)
    expect(moved === undefined, look.at.toISOString()).toBe(read === undefined)
    if (!moved || !read) continue
    compared += 1
    expect(moved.realised).toBeCloseTo(read.realised, 12)
    expect(moved.mean).toBeCloseTo(read.mean, 12)
  }
  expect(compared).toBeGreaterThan(8)
})
