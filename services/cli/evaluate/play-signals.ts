/** The signal engine and the strategies over a folder of past prices, one session after the other, in shadow. */

import { openArrivals, type BacktestFeed } from '#shared/domain/backtest/feed.ts'
import type { PlayedDay } from '#shared/domain/quality/played.ts'
import type { PricedSession } from '#shared/domain/quality/returns.ts'
import { evaluateInBoth, type EngineOutput } from '#shared/domain/signal-engine/evaluate.ts'
import { normaliseInput } from '#shared/domain/signal-engine/input.ts'
import { engineScores } from '#shared/domain/signal-engine/scores.ts'
import { combined } from '#shared/domain/strategy/ensemble.ts'
import { reversionRule } from '#shared/domain/strategy/mean-reversion.ts'
import { momentumRule } from '#shared/domain/strategy/momentum.ts'
import { newsRule } from '#shared/domain/strategy/news-driven.ts'
import type { TickerNews, TradedBar } from '#shared/domain/strategy/strategy.ts'
import type { DayBar } from '#shared/domain/technical/long-frames.ts'

/** As many as the stage reads: four years. */
const DAYS_MAX = 1_040
const MEMBERS = [momentumRule(), reversionRule(), newsRule]
const WEIGHT = 1 / MEMBERS.length

export type PlayedRun = {
  days: PlayedDay[]
  sessions: string[]
  bars: Map<string, Map<string, PricedSession>>
  /** Evaluations with both verdicts, those with one and the same, and what each pipeline said how often. */
  pipelines: {
    compared: number
    agreed: number
    /** Of each session, the share of its companies in which they agreed. */
    byDay: number[]
    heuristic: Record<string, number>
    probabilistic: Record<string, number>
  }
}

/** Everything of a session is asked at its close, with no bar after it; scores are kept from `from` on. */
export function playSignals(
  feed: BacktestFeed,
  from: string,
  progress: (done: number, of: number) => void = () => undefined,
): PlayedRun {
  const past = new Map<string, DayBar[]>()
  const rules = new Map(feed.tickers.map((ticker) => [ticker, MEMBERS.map((rule) => rule.open())]))
  const bars = new Map<string, Map<string, PricedSession>>()
  const run: PlayedRun = {
    days: [],
    sessions: feed.sessions.map(({ date }) => date),
    bars,
    pipelines: { compared: 0, agreed: 0, byDay: [], heuristic: {}, probabilistic: {} },
  }
  const arrive = openArrivals()
  for (const [at, session] of feed.sessions.entries()) {
    const arrived = arrive(session)
    const news = Map.groupBy(arrived.news, ({ ticker }) => ticker)
    const scores = new Map<string, Map<string, number>>()
    const { compared, agreed } = run.pipelines
    for (const bar of arrived.bars) {
      const { ticker } = bar
      priceOf(bars, bar)
      const days = [...(past.get(ticker) ?? []), dayOf(bar)].slice(-DAYS_MAX)
      past.set(ticker, days)
      const read = readAll(rules.get(ticker) ?? [], bar, news.get(ticker) ?? [])
      if (session.date < from) continue
      const said = evaluateInBoth(normaliseInput(factsOf(days)))
      count(run.pipelines, said)
      for (const [name, score] of [...scoresOf(said), ...read])
        scores.set(name, (scores.get(name) ?? new Map<string, number>()).set(ticker, score))
    }
    if (session.date >= from) run.days.push({ date: session.date, scores })
    const own = run.pipelines.compared - compared
    if (own > 0) run.pipelines.byDay.push((run.pipelines.agreed - agreed) / own)
    progress(at + 1, feed.sessions.length)
  }
  return run
}

/** Around 0: the chance of a rise is taken from a half. */
function scoresOf({ heuristic, probabilistic, signals }: EngineOutput): Map<string, number> {
  const heuristicTotal = heuristic.said?.total ?? null
  const up = probabilistic.said === null ? null : probabilistic.said.up - 0.5
  return engineScores({ heuristicTotal, up, signals })
}

/** What each strategy reads, and the three together; of equal weights. */
function readAll(
  open: readonly ((bar: TradedBar, news: readonly TickerNews[]) => number)[],
  bar: TradedBar,
  news: readonly TickerNews[],
): [string, number][] {
  const readings = open.map((read) => ({ reading: finite(read(bar, news)), weight: WEIGHT }))
  return [
    ...readings.map(({ reading }, at): [string, number] => [MEMBERS[at]!.name, reading]),
    ['ensemble', combined(readings)],
  ]
}

/** A mean of too few sessions is none, and says nothing. */
const finite = (reading: number) => (Number.isFinite(reading) ? reading : 0)

/** Prices alone: what the world, rivals and results say is not in the folder, and is named as missing. */
function factsOf(days: readonly DayBar[]) {
  const none = { priceToEarnings: null, sectorMedian: null, sessionsToEarnings: null }
  const unknown = { macroBias: null, competitive: null, isEarningsKnown: false }
  return { days, minutes: {}, ...none, ...unknown, hitRates: new Map() }
}

function dayOf({ date, high, low, close, volume, basis }: TradedBar): DayBar {
  const traded = Number.isFinite(volume) ? volume / basis : 0
  return { date, high: high * basis, low: low * basis, close: close * basis, volume: traded }
}

function priceOf(bars: PlayedRun['bars'], { ticker, date, open, close, basis }: TradedBar): void {
  const own = bars.get(ticker) ?? new Map<string, PricedSession>()
  bars.set(ticker, own.set(date, { sessionDate: date, open: open * basis, close: close * basis }))
}

function count(to: PlayedRun['pipelines'], said: EngineOutput): void {
  if (said.agreement !== null) to.compared++
  if (said.agreement === true) to.agreed++
  for (const name of ['heuristic', 'probabilistic'] as const) {
    const verdict = said[name].said?.verdict ?? 'failed'
    to[name][verdict] = (to[name][verdict] ?? 0) + 1
  }
}
