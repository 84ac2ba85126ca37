/** Which tickers the signal engine and strategies, that run in shadow, are asked about, and when. */

import { pino } from 'pino'
import { beforeEach, describe, expect, test } from 'vitest'
import { newYorkInstant } from '#shared/domain/market/calendar.ts'
import { runRound } from '../../../services/scheduler/round.ts'
import { engineDuty, strategyDuty } from '../../../services/scheduler/shadow-duty.ts'
import { signalEngine } from '../../../functions/signal-engine/handler.ts'
import { strategy } from '../../../functions/strategy/handler.ts'
import { deriveId } from '#shared/host/ids.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { dayBars, putDayBars, risingCloses } from '../../helpers/engine-bars.ts'
import { putCompany } from '../../helpers/signals.ts'

const { sql, as } = await cloneDatabase()
const own = as('stonks_orchestration')
const log = pino({ level: 'silent' })
const bars = dayBars(risingCloses(40), '2019-03-04')
const [friday, monday] = [bars[38]!.date, bars[39]!.date]
const at = newYorkInstant

const parts = [
  {
    part: 'the signal engine',
    list: 'signal_engine',
    setting: 'signal_engine_mode',
    duty: engineDuty({ sql: own, engineSeconds: 900 }),
    judge: signalEngine({ sql }).signal_engine,
  },
  {
    part: 'strategies',
    list: 'strategy',
    setting: 'strategies_mode',
    duty: strategyDuty({ sql: own, strategySeconds: 900 }),
    judge: strategy({ sql }).strategy,
  },
] as const

describe.each(parts)('$part', ({ list, setting, duty, judge }) => {
  const round = (at: Date) => runRound({ sql: own, log, duties: [duty] }, at)

  const asked = async () =>
    (
      await sql<{ ticker: string }[]>`
      select payload ->> 'ticker' as ticker from jobs where list = ${list} order by seq`
    ).map(({ ticker }) => ticker)

  async function setMode(mode: string): Promise<void> {
    await sql`insert into risk_configs (name, value) values (${setting}, ${JSON.stringify(mode)}::text::jsonb)
    on conflict (name) do update set value = excluded.value`
  }

  async function evaluate(ticker: string, now: Date): Promise<void> {
    const signal = new AbortController().signal
    const settle = await judge({ ticker }, { jobId: deriveId('job', ticker), now, signal })
    await sql.begin((tx) => settle(tx, now))
    await sql`update jobs set state = 'done', settled_at = clock_timestamp() where payload ->> 'ticker' = ${ticker}`
  }

  beforeEach(async () => {
    await sql`truncate companies, jobs, scheduler_duties, market_snapshots, signal_engine_outputs,
      strategy_outputs, strategy_trades cascade`
    await setMode('shadow')
    for (const ticker of ['AAPL', 'MSFT']) await putCompany(sql, ticker)
    await putDayBars(sql, 'AAPL', bars)
  })

  test('nothing is asked while it is off, nor in a new installation', async () => {
    await setMode('off')
    await round(at(monday, '18:00'))
    await sql`delete from risk_configs where name = ${setting}`
    await round(at(monday, '18:30'))
    expect(await asked()).toEqual([])
  })

  test('each tracked ticker once a session, after its bar came in', async () => {
    await putCompany(sql, 'IBM')
    await sql`update companies set active = false where ticker = 'IBM'`
    await putDayBars(sql, 'IBM', bars)
    await round(at(monday, '18:00'))
    expect(await asked()).toEqual(['AAPL'])
    await round(at(monday, '18:20'))
    expect(await asked()).toEqual(['AAPL'])
    await evaluate('AAPL', at(monday, '18:21'))
    await round(at(monday, '18:40'))
    expect(await asked()).toEqual(['AAPL'])
    // At midnight Monday's own bar is one of a session before.
    await round(new Date(at(monday, '23:59').getTime() + 120_000))
    expect(await asked()).toEqual(['AAPL', 'AAPL'])
  })

  test('not before the interval is over', async () => {
    await round(at(friday, '18:00'))
    await evaluate('AAPL', at(friday, '18:00'))
    await putDayBars(sql, 'MSFT', bars.slice(0, 10))
    await round(at(friday, '18:14'))
    expect(await asked()).toEqual(['AAPL'])
    await round(at(friday, '18:15'))
    expect(await asked()).toEqual(['AAPL', 'MSFT'])
  })

  test('of two schedulers one asks', async () => {
    await Promise.all([round(at(monday, '18:00')), round(at(monday, '18:00'))])
    expect(await asked()).toEqual(['AAPL'])
  })

  test('a ticker whose job is given up gets no other for that session, and one for the next', async () => {
    await round(at(monday, '18:00'))
    await sql`update jobs set state = 'dead', reason = 'failed', settled_at = clock_timestamp()`
    for (const time of ['18:20', '19:20', '23:50']) await round(at(monday, time))
    expect(await asked()).toEqual(['AAPL'])
    // Monday's bar was fetched before midnight, and is seen only from then on: it was asked of by no job yet.
    await round(new Date(at(monday, '23:59').getTime() + 20 * 60_000))
    expect(await asked()).toEqual(['AAPL', 'AAPL'])
    await sql`update jobs set state = 'cancelled', settled_at = clock_timestamp() where state = 'queued'`
    await round(new Date(at(monday, '23:59').getTime() + 300 * 60_000))
    expect(await asked()).toEqual(['AAPL', 'AAPL'])
  })

  test('where a job ended with nothing said it is asked anew after an hour', async () => {
    await round(at(monday, '18:00'))
    await sql`update jobs set state = 'done', settled_at = clock_timestamp()`
    await round(at(monday, '18:40'))
    expect(await asked()).toEqual(['AAPL'])
    await round(at(monday, '19:00'))
    expect(await asked()).toEqual(['AAPL', 'AAPL'])
  })
})
