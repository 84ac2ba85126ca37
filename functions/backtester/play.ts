/** One run from what it was asked for to how it ends. */

import { benchmarkPlays } from '#shared/domain/backtest/benchmark.ts'
import { noCosts } from '#shared/domain/backtest/costs.ts'
import { LookAheadError, type BacktestFeed } from '#shared/domain/backtest/feed.ts'
import { PEEK_PLAYS, playPeeks } from '#shared/domain/backtest/peek.ts'
import { notesOf, playOf, recorded, type PlayedBacktest } from '#shared/domain/backtest/played.ts'
import { playReport, type BacktestReport } from '#shared/domain/backtest/report.ts'
import { datedTrades, resultsOf, type SweptMap } from '#shared/domain/backtest/results.ts'
import { backtestDefaults, type BacktestSettings } from '#shared/domain/backtest/settings.ts'
import type { LiveMeans } from '#shared/domain/backtest/recorded-state.ts'
import type { Steps } from '#shared/domain/backtest/steps.ts'
import { playSweep } from '#shared/domain/backtest/sweep.ts'
import { strategies } from '#shared/domain/strategy/strategies.ts'
import type { Patience } from '#shared/host/strategy-apart.ts'
import { axesOf, variantsOf, type Variant } from '#shared/domain/strategy/variants.ts'
import { tellProgress, type BegunBacktest, type EndedBacktest } from '#shared/sql/backtest/runs.ts'
import type { Sql } from '#shared/sql/open.ts'
import { drive, type Drive } from './drive.ts'
import { gatherPast } from './gather.ts'
import { gatherMeans } from './gather-means.ts'
import { ownStrategy, StrategyFault } from './own.ts'

type Playing = {
  sql: Sql
  run: BegunBacktest
  signal: AbortSignal
  drive: Drive
  began: number
  /** Where strategies of one's own are, none where that is empty, and how long one is waited for. */
  own: { folder: string; patience: Patience }
}

/** @throws where another delivery took the run, or the host stops. */
export async function play(playing: Playing): Promise<EndedBacktest> {
  const { sql, run, own } = playing
  const means = await gatherMeans(sql, run)
  const opened = await openPlayed(run, means, { sql, own })
  if ('reason' in opened) return { state: 'failed', ...opened }
  try {
    return await playOpened(playing, opened.strategy, means)
  } finally {
    await opened.close()
  }
}

async function playOpened(
  { sql, run, signal, drive: pace, began }: Playing,
  strategy: PlayedBacktest,
  means: LiveMeans,
): Promise<EndedBacktest> {
  const past = await gatherPast(sql, run, strategy)
  if ('reason' in past) return { state: 'failed', ...past }
  const { feed } = past
  const notes = [...past.notes, ...notesOf(strategy, feed, { from: run.startDate })]
  const variants = run.settings.sweep ? (variantsOf(run.strategy) ?? []) : []
  // The strategy and what it is held against, each of the other settings, and whether one's own knows what is to come.
  const isOwn = !('means' in strategy) && !strategies.some(({ name }) => name === run.strategy)
  const plays = 1 + benchmarkPlays(feed) + variants.length + (isOwn ? PEEK_PLAYS : 0)
  const total = feed.sessions.length * plays
  const tell = async (done: number, seconds: number): Promise<boolean> => {
    const secondsLeft = done === 0 ? null : (seconds / done) * (total - done)
    const heard = await tellProgress(sql, run, { done, total, secondsLeft })
    if (heard === 'superseded')
      throw new Error(`Run backtest ${run.runId}: another delivery of it has begun since`)
    return heard === 'go_on'
  }
  if (!(await tell(0, 0))) return { state: 'cancelled' }
  const steps = playAll(strategy, variants, feed, settingsOf(run, means), isOwn)
  const driven = await drive(steps, pace, { began, signal, tell }).catch((fault: unknown) => {
    if (fault instanceof StrategyFault || (isOwn && fault instanceof LookAheadError)) return fault
    throw fault
  })
  if (driven instanceof StrategyFault)
    return { state: 'failed', reason: 'strategy_broken', says: driven.message }
  if (driven instanceof LookAheadError)
    return { state: 'failed', reason: 'knows_future', says: driven.message }
  if (driven.outcome !== 'done')
    return driven.outcome === 'ended' ? { state: 'cancelled' } : tooLong(pace, feed)
  const { report, swept } = driven.value
  return {
    state: 'done',
    results: resultsOf(report, swept, notes),
    trades: datedTrades(report.run, feed),
  }
}

function* playAll(
  strategy: PlayedBacktest,
  variants: readonly Variant[],
  feed: BacktestFeed,
  settings: BacktestSettings & { trials: number },
  isOwn: boolean,
): Steps<{ report: BacktestReport; swept: SweptMap | undefined }> {
  // A file of somebody's may keep what it should not; ours are held to it by tests.
  if (isOwn) yield* playPeeks((other) => playOf(strategy, other, settings), feed)
  const axes = axesOf(strategy.name)
  const sweep = variants.length > 0 ? yield* playSweep(variants, feed, settings) : undefined
  const swept = sweep && axes && { sweep, axes }
  const trials = sweep?.trials ?? { count: settings.trials }
  return { report: yield* playReport(strategy, feed, settings, trials), swept }
}

type Opened = { strategy: PlayedBacktest; close: () => Promise<void> }

async function openPlayed(
  { strategy: name }: BegunBacktest,
  means: LiveMeans,
  { sql, own }: Pick<Playing, 'sql' | 'own'>,
): Promise<Opened | { reason: string; says: string }> {
  const ours = name === 'recorded' ? recorded(means) : strategies.find((one) => one.name === name)
  return ours ? { strategy: ours, close: () => Promise.resolve() } : ownStrategy(sql, own, name)
}

function settingsOf(
  { startDate, settings }: BegunBacktest,
  { limits: risk }: LiveMeans,
): BacktestSettings & { trials: number } {
  return {
    ...backtestDefaults,
    from: startDate,
    cash: settings.initialCapital,
    seed: settings.seed,
    trials: settings.trials,
    risk,
    latencySeconds: settings.latencySeconds ?? 0,
    ...(settings.costs ? {} : { costs: noCosts }),
  }
}

function tooLong({ mostMs }: Drive, { sessions, tickers }: BacktestFeed): EndedBacktest {
  return {
    state: 'failed',
    reason: 'too_long',
    says: `expected an end within ${mostMs / 1_000} s, found ${sessions.length} sessions of ${tickers.length} tickers to take longer`,
  }
}
