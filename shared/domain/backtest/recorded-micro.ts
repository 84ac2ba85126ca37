/** Micro-trades on recommendations of the past: how many a session, how far apart, and sold when their time is over, as live. */

import { newYorkDate } from '../market/calendar.ts'
import type { TickerAdvice } from '../strategy/strategy.ts'
import type { EntryVerdict } from '../trading/judge-entry.ts'
import { microInputFrom, type MicroInput } from '../trading/micro.ts'
import { sharesOf } from './account.ts'
import type { RecordedRound } from './recorded-said.ts'
import type { RecordedState } from './recorded-state.ts'

/** Where it is to be one: what bounds it. */
export function microOf(
  { means, micro }: Pick<RecordedState, 'means' | 'micro'>,
  { now, at }: Pick<RecordedRound, 'now' | 'at'>,
  { trendWindow, knownAt }: TickerAdvice,
): MicroInput | null {
  const isNew = micro.date !== newYorkDate(now)
  const last = isNew ? null : micro.last
  // What a day's bar holds is all decided on at once, and is as far apart as it was said.
  const apart = last && Math.abs(knownAt.getTime() - last.knownAt.getTime())
  const lastAt = last && (now > at ? new Date(now.getTime() - apart!) : last.at)
  return microInputFrom(means.settings, trendWindow ?? '', {
    count: isNew ? 0 : micro.count,
    lastAt,
  })
}

/** Notes one that was let go, and when it is sold. */
export function noteMicro(
  state: RecordedState,
  { now }: Pick<RecordedRound, 'now'>,
  { ticker, knownAt }: TickerAdvice,
  { sizing }: Extract<EntryVerdict, { action: 'act' }>,
): void {
  const date = newYorkDate(now)
  const count = state.micro.date === date ? state.micro.count : 0
  state.micro = { date, count: count + 1, last: { at: now, knownAt } }
  state.sellBy.set(ticker, new Date(sizing['sellBy'] as string))
}

/** Those held whose time is over at `now`. */
export function microsDue({ sellBy, account }: RecordedState, now: Date): string[] {
  return [...sellBy].flatMap(([ticker, at]) =>
    at <= now && sharesOf(account, ticker).gt(0) ? [ticker] : [],
  )
}
