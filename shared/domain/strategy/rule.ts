/**
 * A rule reads one ticker and says long or short, and how strongly; a strategy of it holds what is long.
 *
 * The account holds no negative positions, as live: short means to sell what is held.
 */

import type { TradedBar, KnownAtClose, Strategy, Target, TickerNews } from './strategy.ts'

/** Above 0 long, below 0 short; its size is the strength. 0 where the rule does not fire. */
export type RuleReading = number

/** Asked of one ticker at each close at which it has a bar; `news` is what became known since the last. */
export type TickerRule = {
  name: string
  open(): (bar: TradedBar, news: readonly TickerNews[]) => RuleReading
}

const ruleDefaults = {
  /** Under the limit of a position, so that a price that moves to the open keeps within it. */
  weight: 0.048,
}

/** A strategy with the rule that it is made of. */
export type RuleStrategy = Strategy & {
  rule: TickerRule
  /** Strength from which a reading is acted on. */
  readingMin: number
  /** Share of equity that is bought of what is long. */
  weight: number
}

type RuleOptions = Pick<Strategy, 'ignoresNews' | 'limits'> & {
  readingMin?: number
  weight?: number
}

/** A strategy that buys what its rule calls long, strongest first, and sells what it calls short. */
export function strategyOf(
  rule: TickerRule,
  summary: string,
  options: RuleOptions = {},
): RuleStrategy {
  const { readingMin = 0, weight = ruleDefaults.weight, ...about } = options
  return {
    name: rule.name,
    summary,
    ...about,
    rule,
    readingMin,
    weight,
    open() {
      const read = openReadings(rule)
      return (known) => targetsOf(read(known), known, { readingMin, weight })
    },
  }
}

export type TickerReading = { ticker: string; reading: RuleReading }

/** Asks a rule of every ticker with a bar, close by close; news waits for the next bar of its ticker. */
export function openReadings(
  rule: TickerRule,
): (known: Pick<KnownAtClose, 'bars' | 'news'>) => TickerReading[] {
  const readers = new Map<string, ReturnType<TickerRule['open']>>()
  const unread = new Map<string, TickerNews[]>()
  return (known) => {
    for (const one of known.news) push(unread, one)
    return known.bars.map((bar) => {
      let read = readers.get(bar.ticker)
      if (!read) readers.set(bar.ticker, (read = rule.open()))
      const news = unread.get(bar.ticker)
      if (news) unread.delete(bar.ticker)
      return { ticker: bar.ticker, reading: read(bar, news ?? NOTHING) }
    })
  }
}

/** What a strategy wants by a reading alone, whatever is held: null where the reading is too weak to act on. */
export function wantedBy(
  { readingMin, weight }: Pick<RuleStrategy, 'readingMin' | 'weight'>,
  reading: RuleReading,
): { direction: 'long' | 'short'; weight: number; why: string } | null {
  if (!acts(reading, readingMin)) return null
  return reading > 0
    ? { direction: 'long', weight, why: said('long', reading) }
    : { direction: 'short', weight: 0, why: said('short', reading) }
}

const acts = (reading: RuleReading, readingMin: number) =>
  reading !== 0 && Math.abs(reading) >= readingMin

const NOTHING: readonly TickerNews[] = []

function push(lists: Map<string, TickerNews[]>, one: TickerNews): void {
  const list = lists.get(one.ticker)
  if (list) list.push(one)
  else lists.set(one.ticker, [one])
}

function targetsOf(
  readings: readonly TickerReading[],
  { holdings, waiting }: KnownAtClose,
  { readingMin, weight }: { readingMin: number; weight: number },
): Target[] {
  const fires = readings.filter(
    ({ ticker, reading }) => acts(reading, readingMin) && !waiting.has(ticker),
  )
  const out = fires.filter(({ ticker, reading }) => reading < 0 && holdings.has(ticker))
  const into = fires
    .filter(({ ticker, reading }) => reading > 0 && !holdings.has(ticker))
    .sort((a, b) => b.reading - a.reading || (a.ticker < b.ticker ? -1 : 1))
  return [
    ...out.map(({ ticker, reading }) => ({ ticker, weight: 0, why: said('short', reading) })),
    ...into.map(({ ticker, reading }) => ({ ticker, weight, why: said('long', reading) })),
  ]
}

const said = (side: string, reading: number) => `${side}, strength ${Math.abs(reading).toFixed(4)}`
