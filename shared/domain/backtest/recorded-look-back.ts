/** What an entry on a recommendation of the past is judged on, gathered from the books of the run as the live engine gathers it from its own. */

import { earningsDays, earningsDistance, isOfItsYear } from '../fundamentals/earnings-dates.ts'
import { newYorkDate } from '../market/calendar.ts'
import { exposure, type Book, type Pending } from '../risk/book.ts'
import { HOUR_MS, MINUTE_MS } from '../spans.ts'
import type { TickerAdvice } from '../strategy/strategy.ts'
import { entryDefaults } from '../trading/entry-gates.ts'
import type { GateInput } from '../trading/gates.ts'
import type { LookedBack } from '../trading/judge-entry.ts'
import { gateInputFrom, heatOf, returnOf, sizingInputFrom } from '../trading/size-up.ts'
import { plain } from './book.ts'
import type { BacktestFeed, FeedSession } from './feed.ts'
import { sectorIn } from './rules.ts'
import { atrBefore, correlationsBefore } from './recorded-days.ts'
import { heardIn } from './recorded-engine.ts'
import { recordIn } from './recorded-keep.ts'
import { entryOf } from './recorded-levels.ts'
import type { RecordedRound } from './recorded-said.ts'
import type { RecordedState } from './recorded-state.ts'

export type EnterScene = {
  state: RecordedState
  round: RecordedRound
  /** Grows with each order decided on. */
  book: Book & { pending: Pending[] }
  feed: BacktestFeed
  session: FeedSession
  at: number
  /** When what is ordered now is at the market. */
  arrivesAt: number
  equity: string
  /** Closes of this bar. */
  closes: ReadonlyMap<string, number>
}

/** What the gates look at. */
export function gateOf(
  { state, round, book, feed }: EnterScene,
  ticker: string,
  confidence: number,
): GateInput {
  const { account } = state
  return gateInputFrom(
    {
      book,
      limits: state.means.limits,
      riskTier: state.tier,
      breakers: state.guards.open,
      session: round.session,
    },
    {
      ticker,
      confidence,
      opinions: round.opinions.get(ticker) ?? [],
      past: {
        soldAt: soldLately(state, ticker, round.now),
        refusals: refusalsOf(state, ticker, round.now),
      },
      returns: [...account.holdings.keys()].map((held) => {
        const price = plain(account.positions.get(held)!.last)
        return returnOf(price, entryOf(state, held) ?? price)
      }),
      signalEngine: heardIn(state.means, feed, round, ticker),
    },
  )
}

function soldLately({ soldAt }: RecordedState, ticker: string, now: Date): Date | null {
  const at = soldAt.get(ticker)
  const counts = at && now.getTime() - at.getTime() < entryDefaults.coolDownMinutes * MINUTE_MS
  return counts ? at : null
}

function refusalsOf({ refusals }: RecordedState, ticker: string, now: Date) {
  const since = now.getTime() - entryDefaults.refusalHours * HOUR_MS
  const own = (refusals.get(ticker) ?? []).filter(({ at }) => at.getTime() > since)
  const last = own.at(-1)
  return last ? { count: own.length, lastAt: last.at, says: last.says } : null
}

/** What is asked only for an entry through its gates. */
export function lookBack(
  scene: EnterScene,
  { ticker, confidence }: TickerAdvice,
  price: string,
): LookedBack {
  const { state, feed, book, equity, round } = scene
  const { means, days, account, tier } = state
  const today = newYorkDate(round.now)
  const atr = atrBefore(days, ticker, today)
  const sector = sectorIn(feed.sectors, ticker)
  const held = new Set(exposure(book).map((row) => row.ticker))
  const about = {
    ticker,
    sector,
    price,
    confidence,
    correlations: correlationsBefore(days, ticker, held, today),
    earnings: earningsOf(feed, ticker, round.now),
    isWholeOnly: false,
  }
  const cash = account.cash.toFixed()
  const sizing = {
    book,
    limits: means.limits,
    riskTier: tier,
    settings: means.settings,
    equity,
    cash,
    reserve: state.reserve.toFixed(),
    record: recordIn(state, round.now),
    heat: heatIn(scene, today),
    buyingPower: cash,
    withinApproval: means.withinApproval,
  }
  return {
    suspectedSplit: null,
    atr,
    sizing: atr === null ? null : sizingInputFrom(sizing, { ...about, atr }),
    sector,
    book,
    limits: means.limits,
    tranches: means.settings.gradualTranches,
    threshold: means.settings.gradualThreshold,
    isWholeOnly: false,
  }
}

function heatIn({ state, book }: EnterScene, today: string): string {
  const rows = exposure(book).map(({ ticker, quantity, price }) => {
    const stop = state.levels.get(ticker)?.stopPrice ?? null
    const atr = stop === null ? atrBefore(state.days, ticker, today) : null
    return { quantity, entry: entryOf(state, ticker) ?? price, stop, atr }
  })
  return heatOf(rows, state.tier)
}

function earningsOf({ earnings }: BacktestFeed, ticker: string, now: Date) {
  const told = (earnings?.get(ticker) ?? []).filter((one) => one.announcedAt < now)
  return earningsDistance(earningsDays(told.filter(isOfItsYear)), newYorkDate(now))
}
