/** What came of evaluations, how often signals were right, and that the next evaluation counts by it. */

import { pino } from 'pino'
import { beforeEach, expect, test } from 'vitest'
import { newYorkInstant, shiftDate } from '#shared/domain/market/calendar.ts'
import { deriveId } from '#shared/host/ids.ts'
import { readHitRates } from '#shared/sql/signal-engine/hit-rates.ts'
import { signalEngine } from '../../../functions/signal-engine/handler.ts'
import { runRound } from '../../../services/scheduler/round.ts'
import { outcomesDuty } from '../../../services/scheduler/signal-outcomes.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { dayBars, putDayBars, risingCloses } from '../../helpers/engine-bars.ts'
import { putCompany } from '../../helpers/signals.ts'

const { sql, as } = await cloneDatabase()
const log = pino({ level: 'silent' })
const duties = [outcomesDuty({ sql: as('stonks_orchestration') })]
const round = (at: Date) => runRound({ sql: as('stonks_orchestration'), log, duties }, at)
const rising = dayBars(risingCloses(306))
/** The same until the session that is evaluated, and falling from then on. */
const falling = rising.map((bar, place) =>
  place < 300 ? bar : { ...bar, close: 40, high: 41, low: 39 },
)
const night = (place: number) => newYorkInstant(shiftDate(rising[place]!.date, 1), '03:00')

async function evaluate(ticker: string, now: Date): Promise<void> {
  const signal = new AbortController().signal
  const settle = await signalEngine({ sql: as('stonks_functions') }).signal_engine(
    { ticker },
    { jobId: deriveId('job', ticker), now, signal },
  )
  await as('stonks_functions').begin((tx) => settle(tx, now))
}

beforeEach(async () => {
  await sql`truncate companies, scheduler_duties, market_snapshots, signal_engine_outputs, signal_hit_rates,
    signal_hit_days cascade`
  await sql`insert into risk_configs (name, value) values ('signal_engine_mode', '"shadow"')
    on conflict (name) do update set value = excluded.value`
  for (const [ticker, bars] of [
    ['AAPL', rising],
    ['MSFT', falling],
  ] as const) {
    await putCompany(sql, ticker)
    await putDayBars(sql, ticker, bars)
  }
})

const moved = async () =>
  sql`select ticker, moved, hit_rates from signal_engine_outputs order by evaluated_at, ticker`

test('a signal is held against five sessions, not before they are over', async () => {
  await evaluate('AAPL', night(299))
  await round(night(303))
  expect((await moved())[0]).toMatchObject({ moved: null })
  await round(night(304))
  const [row] = await moved()
  expect(row?.['moved']).toBeCloseTo(rising[304]!.close / rising[299]!.close - 1, 7)
})

test('a session counts once, by the share of its companies that were told right', async () => {
  await evaluate('AAPL', night(299))
  await evaluate('MSFT', night(299))
  await round(night(304))
  const rates = await readHitRates(sql, night(305))
  // Both had the very same bars until then: what one was right in, the other was wrong in.
  expect(rates.size).toBeGreaterThan(0)
  for (const hits of rates.values()) expect(hits).toEqual({ sessions: 1, share: 0.5 })
  expect(await readHitRates(sql, night(304))).toEqual(new Map())
})

test('sessions are counted once they are settled, and stay when their outputs are gone', async () => {
  await evaluate('AAPL', night(299))
  await round(night(304))
  await sql`delete from signal_engine_outputs`
  await evaluate('AAPL', night(300))
  await round(night(305))
  const rates = await readHitRates(sql, new Date('2100-01-01'))
  expect(rates.get('ma_stack')).toEqual({ sessions: 2, share: 1 })
  const days = await sql`select session_date::text, companies, hits from signal_hit_days
    where name = 'ma_stack' order by session_date`
  expect(days.map(({ companies, hits }) => [companies, hits])).toEqual([
    [1, 1],
    [1, 1],
  ])
})

test('the next evaluation counts by what was measured, and says so', async () => {
  await evaluate('AAPL', night(299))
  await round(night(304))
  await evaluate('AAPL', night(305))
  const [, row] = await moved()
  const stack = row?.['hitRates'].find(({ name }: { name: string }) => name === 'ma_stack')
  expect(stack).toEqual({ name: 'ma_stack', sessions: 1, share: 1, rate: 31 / 51 })
})

test('of what is not there nothing is said, and a second round finds nothing', async () => {
  await evaluate('AAPL', night(299))
  await sql`delete from market_snapshots where session_date = ${rising[299]!.date}`
  expect((await round(night(304))).failed).toEqual([])
  expect((await moved())[0]).toMatchObject({ moved: null })
})
