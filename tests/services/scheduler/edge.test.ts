/** Edge of trends over a real database: each session once, by what stood before it alone, and seen by the API. */

import { expect, it } from 'vitest'
import { newYorkInstant, nextSession, type Session } from '#shared/domain/market/calendar.ts'
import type { Sql } from '#shared/sql/open.ts'
import { countEdge } from '../../../services/scheduler/edge.ts'
import { readEdges } from '../../../services/query-api/quality/edge.ts'
import { saveStrategyOutputs } from '#shared/sql/strategy/outputs.ts'
import { firstWeights } from '#shared/sql/strategy/weights.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { putCompany } from '../../helpers/signals.ts'

const signal = new AbortController().signal
const TICKERS = ['AAA', 'BBB', 'CCC', 'DDD', 'EEE', 'FFF']
const FIRST = nextSession(new Date('2026-01-05T05:00:00Z'))

function sessionsFrom(first: Session, count: number): Session[] {
  const sessions = [first]
  while (sessions.length < count) sessions.push(nextSession(sessions.at(-1)!.opensAt))
  return sessions
}

async function bars(sql: Sql, date: string, moves: readonly number[]): Promise<void> {
  for (const [place, move] of moves.entries())
    await sql`insert into market_snapshots (ticker, timespan, starts_at, session_date, open, high, low,
        close, volume, fetched_at)
      values (${TICKERS[place]!}, '1d', ${newYorkInstant(date, '00:00')}, ${date}, 100, 150, 50,
        ${100 * (1 + move)}, 10000, ${newYorkInstant(date, '16:15')})`
}

async function trends(sql: Sql, at: Date, strengths: readonly number[]): Promise<void> {
  for (const [place, strength] of strengths.entries()) {
    const ticker = TICKERS[place]!
    await sql`insert into trend_history (trend_id, ticker, trend_window, as_of, direction, strength, confidence,
        contradiction, sentiment_mean, signal_count, source_count, market, scoring_version, impact_ids)
      values (gen_random_uuid(), ${ticker}, '1d', ${at}, 'bullish', 0.5, 0.5, 0, ${strength}, 3, 3, '{}', 'test', '{}')`
    await sql`insert into trend_windows select ticker, trend_window, trend_id, as_of, direction, strength, confidence,
        contradiction, sentiment_mean, signal_count, source_count
      from trend_history where ticker = ${ticker} order by as_of desc limit 1
      on conflict do nothing`
  }
}

const UP = [-0.05, -0.03, -0.01, 0.01, 0.03, 0.05]
const before = ({ opensAt }: Session) => new Date(opensAt.getTime() - 3_600_000)

async function count(sql: Sql, now: Date): Promise<number | string> {
  const settle = await countEdge(sql, { now, signal })
  return typeof settle === 'string' ? settle : sql.begin((tx) => settle(tx))
}

it('counts each session once, what trends said before it opened, over every horizon', async () => {
  const { sql, as } = await cloneDatabase()
  const scheduler = as('stonks_orchestration')
  for (const ticker of TICKERS) await putCompany(sql, ticker)
  const sessions = sessionsFrom(FIRST, 12)
  const after = (place: number) => newYorkInstant(sessions[place + 1]!.date, '06:00')
  expect(await count(scheduler, after(0))).toBe('nothing')
  // Each says before the open what the session does, and after the open the reverse.
  for (const session of sessions.slice(0, 10)) {
    await trends(sql, before(session), UP)
    await trends(sql, new Date(session.opensAt.getTime() + 60_000), UP.toReversed())
    await bars(sql, session.date, UP)
  }
  // The session is not over for the record before the next day begins in New York.
  expect(await count(scheduler, new Date(sessions[0]!.closesAt.getTime() + 60_000))).toBe('nothing')
  expect(await count(scheduler, after(0))).toBe(1)
  expect(await count(scheduler, after(0))).toBe('nothing')
  expect(await sql`select horizon, companies, ic, turnover from edge_days`).toEqual([
    { horizon: 1, companies: 6, ic: 1, turnover: null },
  ])
  // Five a time, and two at once count the same.
  const two = await Promise.all([count(scheduler, after(9)), count(scheduler, after(9))])
  expect(two.toSorted()).toEqual([0, two.find((rows) => rows !== 0)])
  expect(await count(scheduler, after(9))).toBeGreaterThan(0)
  expect(await count(scheduler, after(9))).toBe('nothing')
  const days = await sql`select session_date::text as day, count(*)::int as rows from edge_days
    where horizon = 1 group by 1 order by 1`
  expect(days).toEqual(sessions.slice(0, 10).map(({ date }) => ({ day: date, rows: 1 })))
  const { through, edges } = await readEdges(as('stonks_api'))
  expect(through).toBe(sessions[9]!.date)
  expect(edges).toHaveLength(1)
  const [edge] = edges
  expect(edge).toMatchObject({ kind: 'trend', name: '1d', turnover: 0, costsBorne: null })
  const [next] = edge!.horizons
  expect(next).toMatchObject({ sessions: 1, days: 10, companies: 6, ic: 1 })
  expect(next!.interval).toEqual({ low: 1, high: 1 })
  expect(next!.chance).toBeLessThan(0.01)
  // Weights −5/18 … 5/18 of moves −5 % … 5 %: (25 + 9 + 1) · 2 / 18 / 100.
  expect(next!.spread).toBeCloseTo(70 / 1_800, 9)
})

it('waits for bars, and goes on without them once they come no more', async () => {
  const { sql } = await cloneDatabase()
  for (const ticker of TICKERS) await putCompany(sql, ticker)
  const [first, second] = sessionsFrom(FIRST, 2) as [Session, Session]
  for (const session of [first, second]) await trends(sql, before(session), UP)
  await bars(sql, second.date, UP)
  expect(await count(sql, newYorkInstant(second.date, '06:00'))).toBe('nothing')
  const late = new Date(first.closesAt.getTime() + 6 * 86_400_000)
  expect(await count(sql, late)).toBeGreaterThan(0)
  const days = await sql`select distinct session_date::text as day from edge_days`
  expect(days).toEqual([{ day: second.date }])
})

it('holds the signal engine’s newest outputs from before the open against prices too', async () => {
  const { sql, as } = await cloneDatabase()
  for (const ticker of TICKERS) await putCompany(sql, ticker)
  const [first, second] = sessionsFrom(FIRST, 2) as [Session, Session]
  await trends(sql, before(first), UP)
  for (const [place, total] of UP.entries()) {
    await output(sql, TICKERS[place]!, before(first), -total)
    await output(sql, TICKERS[place]!, new Date(before(first).getTime() + 60_000), total)
    // What comes once it is open is not known before.
    await output(sql, TICKERS[place]!, new Date(first.opensAt.getTime() + 60_000), -total)
  }
  await bars(sql, first.date, UP)
  expect(await count(as('stonks_orchestration'), newYorkInstant(second.date, '06:00'))).toBe(8)
  const rows = await sql`select name, ic from edge_days where kind = 'signal' order by name`
  expect(rows).toEqual([
    { name: 'cup_handle', ic: null },
    { name: 'elliott', ic: null },
    { name: 'fibonacci', ic: null },
    { name: 'heuristic', ic: 1 },
    { name: 'ma_stack', ic: null },
    { name: 'probabilistic', ic: -1 },
    { name: 'rsi', ic: 1 },
  ])
})

/** One whose heuristic pipeline and RSI say `total`, and whose probabilistic one the reverse. */
async function output(sql: Sql, ticker: string, at: Date, total: number): Promise<void> {
  const direction = total > 0 ? 'bullish' : 'bearish'
  const rsi = { name: 'rsi', frame: 'D', direction, strength: Math.abs(total), confidence: 0.5 }
  await sql`insert into signal_engine_outputs (output_id, ticker, evaluated_at, mode, rule_version, digest, bars,
      heuristic_verdict, heuristic_total, probabilistic_verdict, up, regime, trend, macro_bias, competitive_bias, signals)
    values (gen_random_uuid(), ${ticker}, ${at}, 'shadow', 'test', 'test', 300, 'skip', ${total}, 'skip', ${0.5 - total},
      'uncertainty', 0, 0, 0, ${sql.json([rsi])})`
}

it('holds what strategies in shadow said before the open against prices, as a kind of their own', async () => {
  const { sql, as } = await cloneDatabase()
  for (const ticker of TICKERS) await putCompany(sql, ticker)
  const [first, second] = sessionsFrom(FIRST, 2) as [Session, Session]
  await trends(sql, before(first), UP)
  const said = (ticker: string, reading: number, at: Date, sessionDate: string) =>
    sql.begin((tx) =>
      saveStrategyOutputs(tx, {
        ticker,
        sessionDate,
        evaluatedAt: at,
        actsOn: second.date,
        mode: 'shadow',
        closePrice: '100',
        bars: 60,
        lacks: [],
        weights: firstWeights,
        said: (['momentum', 'ensemble'] as const).map((strategy) => ({
          strategy,
          reading: strategy === 'momentum' ? reading : -reading,
          direction: 'none',
          weight: null,
          why: '',
        })),
      }),
    )
  for (const [place, reading] of UP.entries()) {
    await said(
      TICKERS[place]!,
      -reading,
      new Date(before(first).getTime() - 86_400_000),
      '2026-01-02',
    )
    await said(TICKERS[place]!, reading, before(first), '2026-01-03')
    // What is said once it is open is not known before.
    await said(TICKERS[place]!, -reading, new Date(first.opensAt.getTime() + 60_000), first.date)
  }
  await bars(sql, first.date, UP)
  expect(await count(as('stonks_orchestration'), newYorkInstant(second.date, '06:00'))).toBe(3)
  expect(await sql`select name, ic from edge_days where kind = 'strategy' order by name`).toEqual([
    { name: 'ensemble', ic: -1 },
    { name: 'momentum', ic: 1 },
  ])
  const { edges } = await readEdges(as('stonks_api'))
  expect(edges.map(({ kind }) => kind)).toEqual(['trend', 'strategy', 'strategy'])
})
