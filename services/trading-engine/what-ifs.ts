/**
 * Prices what was not bought: each purchase that a check stopped or made smaller, sized without that
 * check and ended by the levels of every position. After the session, so many at a time.
 */

import { newYorkDate, sessionAt, sessionOf } from '#shared/domain/market/calendar.ts'
import { DAY_MS, MINUTE_MS } from '#shared/domain/spans.ts'
import { youngSince } from '#shared/domain/trading/plan.ts'
import { positionCapOf } from '#shared/domain/trading/settings.ts'
import { rangeOf, placeLevels, type Levels } from '#shared/domain/trading/stops.ts'
import { tiers, type TierName } from '#shared/domain/trading/tiers.ts'
import {
  liveThrough,
  sharesFor,
  worthWithout,
  type WhatIfAccount,
  type WhatIfBar,
} from '#shared/domain/trading/what-if.ts'
import type { Sql } from '#shared/sql/open.ts'
import { readSplits } from '#shared/sql/market/actions.ts'
import { readBarsBefore } from '#shared/sql/market/bars.ts'
import { readLimits } from '#shared/sql/risk/limits.ts'
import {
  endWhatIf,
  readOpenWhatIfs,
  readStopped,
  saveWhatIf,
  type OpenWhatIf,
  type Stopped,
  type WhatIf,
} from '#shared/sql/trading/counterfactuals.ts'
import { readEngineConfig } from '#shared/sql/trading/engine-config.ts'
import { readEquityAt } from '#shared/sql/trading/results.ts'
import { readTradingSettings } from '#shared/sql/trading/settings.ts'

const whatIfPace = {
  /** Between two turns. */
  everyMinutes: 30,
  /** Purchases looked at in a turn, of each kind: the new, the open. */
  most: 200,
  /** How far back the new are looked for. */
  days: 14,
  /** After which no bar of a later session is waited for any more. */
  patienceDays: 7,
  /** Sessions before a purchase that its range is measured over. */
  sessionsBefore: 61,
}

/** A turn out of session, every half hour at the most. */
export function openWhatIfs(sql: Sql): (now: Date) => Promise<void> {
  let last: Date | undefined
  return async (now) => {
    const isEarly = last && now.getTime() - last.getTime() < whatIfPace.everyMinutes * MINUTE_MS
    if (sessionAt(now) || (isEarly && now >= last!)) return
    last = now
    await priceWhatIfs(sql, now)
  }
}

/** One turn at business time `now`; what is priced already is left as it is. */
export async function priceWhatIfs(sql: Sql, now: Date): Promise<{ added: number; ended: number }> {
  const { most, days, patienceDays } = whatIfPace
  const [since, patience] = [days, patienceDays].map(
    (count) => new Date(now.getTime() - count * DAY_MS),
  ) as [Date, Date]
  const stopped = await readStopped(sql, { since, young: youngSince(now), patience, most })
  const account = stopped.length > 0 ? await openAccount(sql) : undefined
  const made: WhatIf[] = []
  for (const one of stopped) made.push(await priceOne(sql, one, await account!(one), now))
  const open = await readOpenWhatIfs(sql, most)
  const ends: { one: OpenWhatIf; ended: Awaited<ReturnType<typeof endOf>> }[] = []
  for (const one of open) ends.push({ one, ended: await endOf(sql, one, now) })
  await sql.begin(async (tx) => {
    for (const one of made) await saveWhatIf(tx, one, now)
    for (const { one, ended } of ends) await endWhatIf(tx, one, ended, now)
  })
  return { added: made.length, ended: ends.filter(({ ended }) => ended !== 'open').length }
}

type AccountThen = { account: WhatIfAccount; riskTier: TierName } | undefined

/** The account as it stood when a purchase was stopped, under the limits and settings of now. */
async function openAccount(sql: Sql): Promise<(of: Stopped) => Promise<AccountThen>> {
  const [settings, limits, config] = await Promise.all([
    readTradingSettings(sql),
    readLimits(sql),
    readEngineConfig(sql),
  ])
  return async ({ decidedAt, riskTier }) => {
    const then = await readEquityAt(sql, decidedAt)
    if (!then) return undefined
    const positionCap = positionCapOf(settings, then.equity)
    const account = { ...then, positionCap, positionPctMax: limits.positionPctMax }
    return { account, riskTier: riskTier === '' ? config.riskTier : riskTier }
  }
}

async function priceOne(sql: Sql, of: Stopped, then: AccountThen, now: Date): Promise<WhatIf> {
  const { recommendationId, kind, code, ticker, decidedAt } = of
  const named = { recommendationId, kind, code, ticker, decidedAt }
  const unpriced = (says: string): WhatIf => ({ ...named, ...unknown, state: 'unpriced', says })
  if (!then) return unpriced('no_equity')
  const before = await readBarsBefore(sql, ticker, whatIfPace.sessionsBefore, decidedAt)
  const after = await barsSince(sql, ticker, newYorkDate(decidedAt), now)
  const entry = entryOf(of, after)
  if (!entry) return unpriced('no_price')
  const atr = rangeOf(before)
  const tier = tiers[then.riskTier]
  const levels = of.levels ?? (atr === null ? null : placeLevels(entry.price, atr, tier))
  if (levels === null) return unpriced('insufficient_bars')
  const sized = { steps: of.steps ?? [], confidence: of.confidence, tier }
  const whole = sharesFor(worthWithout(code, sized, then.account), entry.price)
  const quantity =
    of.bought === null ? whole : Math.max(0, Number(whole) - Number(of.bought)).toFixed(4)
  if (Number(quantity) <= 0) return unpriced('order_too_small')
  if ((await readSplits(sql, [ticker], now)).get(ticker)?.some(({ exDate }) => exDate > entry.on))
    return unpriced('split')
  const bought = { ...entry, quantity, levels }
  const priced = { price: entry.price, quantity, levels, enteredOn: entry.on, atOpen: entry.atOpen }
  const ended = liveThrough(
    bought,
    after.filter((bar) => bar.sessionDate >= entry.on),
  )
  return { ...named, ...unknown, ...priced, ...ended, state: ended ? 'ended' : 'open', says: '' }
}

const unknown = {
  enteredOn: null,
  atOpen: null,
  price: null,
  quantity: null,
  levels: null,
  profit: null,
  reason: null,
  endedOn: null,
}

/** At the price of the decision in its session; else at the open of the next. */
function entryOf(
  { referencePrice, decidedAt }: Stopped,
  after: readonly WhatIfBar[],
): { price: string; on: string; atOpen: boolean } | undefined {
  const session = sessionAt(decidedAt)
  const today = newYorkDate(decidedAt)
  if (session && referencePrice !== null) return { price: referencePrice, on: today, atOpen: false }
  const own = sessionOf(today)
  // Of the day's own bar the open lies ahead only before it.
  const isOver = own !== undefined && decidedAt >= own.opensAt
  const next = after.find((bar) => (isOver ? bar.sessionDate > today : bar.sessionDate >= today))
  return next && { price: next.open, on: next.sessionDate, atOpen: true }
}

/** Bars of sessions from a day on, as they read by today's shares. */
async function barsSince(sql: Sql, ticker: string, from: string, now: Date): Promise<WhatIfBar[]> {
  const bars = await readBarsBefore(sql, ticker, whatIfPace.sessionsBefore, now)
  return bars.filter(({ sessionDate }) => sessionDate >= from)
}

async function endOf(
  sql: Sql,
  open: {
    ticker: string
    enteredOn: string
    atOpen: boolean
    price: string
    quantity: string
    levels: Levels
  },
  now: Date,
) {
  const splits = (await readSplits(sql, [open.ticker], now)).get(open.ticker) ?? []
  // Bars read by today's shares say nothing of levels from before a split.
  if (splits.some(({ exDate }) => exDate > open.enteredOn)) return 'unpriced' as const
  const bars = await barsSince(sql, open.ticker, open.enteredOn, now)
  return liveThrough({ ...open, on: open.enteredOn }, bars) ?? ('open' as const)
}
