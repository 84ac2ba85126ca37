/** Takes a backtest that somebody asks for: what cannot be run is refused here, field by field. */

import { backtestBounds, type BacktestBody } from '#shared/contracts/api/backtest-body.ts'
import type { BacktestRow } from '#shared/contracts/api/backtests.ts'
import { BACKTEST_STRATEGIES } from '#shared/contracts/sets.ts'
import type { FieldFault, Served } from '#shared/contracts/api/route.ts'
import { newYorkDate, newYorkInstant, shiftDate } from '#shared/domain/market/calendar.ts'
import { DAY_MS } from '#shared/domain/spans.ts'
import { saved } from '#shared/host/api/edit.ts'
import type { Clock } from '#shared/host/clock.ts'
import { deriveId } from '#shared/host/ids.ts'
import { badFields, Refusal } from '#shared/host/refusal.ts'
import { enqueue } from '#shared/queue/record/jobs.ts'
import { nameOf } from '#shared/sql/access/audit.ts'
import { keepChange, type Asking } from '#shared/sql/access/keep-change.ts'
import { readBarless } from '#shared/sql/backtest/past.ts'
import { addBacktest, countOpenBacktests } from '#shared/sql/backtest/runs.ts'
import { readBacktestRow } from './told-runs.ts'
import type { Db, Sql } from '#shared/sql/open.ts'
import { readOwnStrategies } from '#shared/sql/strategy/own.ts'
import { readTrackedWithin } from '#shared/sql/universe/tracking.ts'

/** Runs that wait or go on at once. */
const OPEN_MAX = 20
const SESSIONS_A_YEAR = 252

type Making = Asking & { made(): void; traceparent: string }

/** @throws Refusal 422 with what was wanted and what was found; 409 where too many wait. */
export async function askBacktest(
  { sql, clock }: { sql: Sql; clock: Clock },
  body: BacktestBody,
  asked: Making,
): Promise<Served<BacktestRow>> {
  const askedAt = clock.now()
  const tickers = await tickersOf(sql, body)
  const faults = [
    ...(await strategyFaults(sql, body)),
    ...daysFaults(body, newYorkDate(askedAt)),
    ...sizeFaults(body, tickers),
  ]
  if (faults.length > 0) throw badFields(faults)
  const { strategy, startDate, endDate, riskTier: named, ...rest } = body
  const riskTier = strategy === 'recorded' ? (named ?? 'moderate') : null
  const settings = { ...rest, riskTier, tickers }
  const { by, traceId } = asked.trail
  const runId = deriveId('backtest', askedAt.toISOString(), traceId, JSON.stringify(body))
  return sql.begin(async (tx) => {
    const open = await countOpenBacktests(tx)
    if (open >= OPEN_MAX)
      throw new Refusal(409, `At most ${OPEN_MAX} backtests wait or run at once, found ${open}`)
    const handover = { to: 'backtest', job: { run_id: runId } } as const
    const cause = { key: `query-api:backtest:${runId}`, now: askedAt }
    const [jobId] = await enqueue(tx, [handover], { ...cause, traceparent: asked.traceparent })
    const run = { runId, jobId: saved(jobId), askedAt, askedBy: nameOf(by), strategy }
    await addBacktest(tx, { ...run, startDate, endDate, settings })
    await keepChange(tx, asked, { subject: runId, after: { ...body, tickers } }, askedAt)
    asked.made()
    return saved(await readBacktestRow(tx, runId))
  })
}

/** Those that are named, each once; else all that were tracked on any of the days. */
async function tickersOf(db: Db, { tickers, startDate, endDate }: BacktestBody): Promise<string[]> {
  const named = [...new Set(tickers)].sort()
  if (named.length === 0)
    return readTrackedWithin(db, {
      from: newYorkInstant(startDate, '00:00'),
      until: newYorkInstant(shiftDate(endDate, 1), '00:00'),
    })
  const barless = await readBarless(db, named)
  if (barless.length === 0) return named
  throw badFields([
    {
      field: 'tickers',
      says: `expected tickers with bars of days in the record, found none of ${barless.join(', ')}`,
    },
  ])
}

/** One that is none of the product's is in a file that may be asked. */
async function strategyFaults(db: Db, { strategy }: BacktestBody): Promise<FieldFault[]> {
  const known: readonly string[] = BACKTEST_STRATEGIES
  if (known.includes(strategy)) return []
  const own = (await readOwnStrategies(db)).map(({ name }) => name)
  if (own.includes(strategy)) return []
  const names = [...known, ...own].join(', ')
  return [{ field: 'strategy', says: `expected one of ${names}, found "${strategy}"` }]
}

function daysFaults({ startDate, endDate }: BacktestBody, today: string): FieldFault[] {
  const latest = shiftDate(startDate, backtestBounds.days)
  if (endDate > today)
    return [{ field: 'endDate', says: `expected no day after today, ${today}, found ${endDate}` }]
  if (endDate <= latest) return []
  const words = `expected at most ${backtestBounds.days} days, until ${latest}`
  return [{ field: 'endDate', says: `${words}, found ${endDate}` }]
}

function sizeFaults({ startDate, endDate }: BacktestBody, tickers: string[]): FieldFault[] {
  const field = 'tickers'
  const { tickers: most, bars } = backtestBounds
  if (tickers.length === 0)
    return [
      { field, says: 'expected tickers: no company was tracked on these days, and none was named' },
    ]
  if (tickers.length > most)
    return [{ field, says: `expected at most ${most} named, found ${tickers.length} tracked` }]
  const days = (Date.parse(endDate) - Date.parse(startDate)) / DAY_MS
  const expected = Math.round((days / 365) * SESSIONS_A_YEAR * tickers.length)
  if (expected <= bars) return []
  const words = `expected at most ${bars} bars, found some ${expected}`
  return [{ field, says: `${words}: name fewer tickers or fewer days` }]
}
