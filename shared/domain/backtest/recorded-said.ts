/** Recommendations as the live engine comes to them: young ones, one verdict a ticker out of what its windows said last. */

import { nextSession, sessionAt } from '../market/calendar.ts'
import { MINUTE_MS } from '../spans.ts'
import type { TickerAdvice } from '../strategy/strategy.ts'
import { gateDefaults } from '../trading/gates.ts'
import { youngSince } from '../trading/plan.ts'
import { judgeAside } from '../trading/put-aside.ts'
import type { Opinion } from '../trading/verdict.ts'
import type { BacktestFeed, FeedSession } from './feed.ts'
import type { RecordedState } from './recorded-state.ts'

/** A look of the engine: what is decided then leaves at `now`. */
export type RecordedRound = {
  /** As the bar closed. */
  at: Date
  /** The bar itself, of bars within a day; of a day's bar the first moment that entries may leave at. */
  now: Date
  session: { opensAt: Date; closesAt: Date } | undefined
  /** What was said by then is known: before any order of this look trades. */
  heardBy: Date
  /** What was said, or came due, since then is young. */
  since: Date
  opinions: ReadonlyMap<string, readonly Opinion[]>
}

/** `before` is the close of the bar before: a bar longer than words stay young hears all that was said in it. */
export function roundAt(
  state: RecordedState,
  feed: Pick<BacktestFeed, 'barSeconds'>,
  { closesAt: at }: FeedSession,
  before: Date,
): RecordedRound {
  const isWithinDay = feed.barSeconds !== undefined
  const session = isWithinDay ? sessionAt(at) : nextSession(at)
  const margin = gateDefaults.marginMinutes * MINUTE_MS
  const now = isWithinDay || !session ? at : new Date(session.opensAt.getTime() + margin)
  const young = youngSince(now)
  const since = isWithinDay || young < before ? young : before
  state.said = state.said.filter((one) => one.knownAt > since)
  const heardBy = isWithinDay ? at : (session?.opensAt ?? at)
  return { at, now, session, heardBy, since, opinions: opinionsOf(state.said) }
}

/** What each window of each ticker said last. */
function opinionsOf(said: readonly TickerAdvice[]): Map<string, Opinion[]> {
  const newest = new Map<string, Opinion>()
  for (const one of said) {
    const { ticker, action, confidence } = one
    const trendWindow = windowOf(one)
    const opinion = { recommendationId: idOf(one), ticker, trendWindow, action, confidence }
    newest.set(`${ticker} ${trendWindow}`, opinion)
  }
  return Map.groupBy(newest.values(), ({ ticker }) => ticker)
}

const windowOf = ({ trendWindow }: TickerAdvice) => trendWindow ?? ''
const idOf = ({ adviceId, ticker, knownAt }: TickerAdvice) =>
  adviceId ?? `${ticker} ${knownAt.toISOString()}`

/** Young and not answered, surest first; what others outweigh, or took back, is passed over with its code. */
export function candidatesOf(
  state: RecordedState,
  { opinions }: RecordedRound,
  pass: (one: TickerAdvice, code: string, check: Found | undefined) => void,
): TickerAdvice[] {
  const open = state.said.filter((one) => !state.answered.has(one)).toSorted(surest)
  return open.filter((one) => {
    const { action, confidence, ticker } = one
    const own = opinions.get(ticker) ?? []
    const judged = judgeAside({
      trendWindow: windowOf(one),
      action,
      confidence,
      opinions: own,
    })
    if (judged) pass(one, judged.code, judged.checks[0])
    return !judged
  })
}

type Found = { found: string | number | null; limit: string | number | null }

function surest(a: TickerAdvice, b: TickerAdvice): number {
  return (
    b.confidence - a.confidence ||
    a.knownAt.getTime() - b.knownAt.getTime() ||
    compareText(a.ticker, b.ticker) ||
    compareText(windowOf(a), windowOf(b)) ||
    compareText(idOf(a), idOf(b))
  )
}

const compareText = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0)
