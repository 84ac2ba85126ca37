/** An order that keeps within every limit, and for each limit what meets it and what passes it. */

import type { Book } from '#shared/domain/risk/book.ts'
import { evaluateOrder, type ProposedOrder, type RiskRules } from '#shared/domain/risk/evaluate.ts'
import type { AccountFacts, Facts } from '#shared/domain/risk/facts.ts'
import type { Limits } from '#shared/domain/risk/limits.ts'

export const NOW = new Date('2024-06-03T15:00:00Z')
export const secondsAgo = (seconds: number) => new Date(NOW.getTime() - seconds * 1000)

export const limits: Limits = {
  mode: 'paper',
  positionPctMax: 0.05,
  sectorPctMax: 0.25,
  dailyLossPctMax: 0.03,
  priceCollarPct: 0.05,
  positionValueMax: '10000',
  approvalValueMin: '1000',
  orderSharesMax: 1000,
  sectorsMax: 10,
  positionsMax: 10,
  ordersPerMinuteMax: 20,
  quoteAgeSecondsMax: 120,
  priceMovePctMax: 0.08,
  dayTradeEquityMin: '25000',
  cashShortPctMax: 0.05,
  ordersPerSecondMax: 10,
  ordersPerDayMax: 200,
  tickerOrdersPerDayMax: 20,
  runawayOrdersMax: 10,
  dayTradesMax: 3,
  accountAgeSecondsMax: 300,
  marksAgeSecondsMax: 120,
  duplicateSeconds: 60,
  approvalMinutes: 15,
}
export const book: Book = {
  equity: '10000',
  openingEquity: '10000',
  holdings: [],
  pending: [],
  ordersLastMinute: 0,
  inSession: true,
  paused: false,
  breakers: [],
  lockouts: [],
}
export const account: AccountFacts = {
  status: 'ACTIVE',
  blocked: false,
  cash: '10000',
  buyingPower: '1000000',
  ageSeconds: 30,
  dayTrades: null,
}
export const facts: Facts = {
  standing: { mode: 'paper', state: 'active', holds: [] },
  account,
  cash: '10000',
  contradictions: [],
  marksAgeSeconds: null,
  committed: '0',
  dayTrades: 0,
  purchases: [],
  ordersLastSecond: 0,
  ordersToday: 0,
  purchasesToday: {},
  moves: {},
}
export const order: ProposedOrder = {
  ticker: 'AAA',
  side: 'buy',
  kind: 'entry',
  quantity: '1',
  referencePrice: '100',
  sector: 'Energy',
  quote: { price: '100', at: NOW },
}
export type Change = {
  order?: Partial<ProposedOrder>
  book?: Partial<Book>
  limits?: Partial<Limits>
  facts?: Partial<Facts>
}
/** Judges the order of the fixture, changed as said, by these rules. */
export const judgeBy = (rules: RiskRules) => (change: Change) =>
  evaluateOrder(rules, {
    order: { ...order, ...change.order },
    book: {
      ...book,
      ...change.book,
      facts: { ...facts, ...change.book?.facts, ...change.facts },
    },
    limits: { ...limits, ...change.limits },
    now: NOW,
  })
export const row = (ticker: string, value: string, sector = ticker) => ({
  ticker,
  sector,
  quantity: '1',
  price: value,
})
export const rows = (count: number, sector?: string) =>
  Array.from({ length: count }, (_, place) => row(`T${place}`, '1', sector ?? `S${place}`))

/** Each limit, met exactly and passed by the least step. */
export const boundaries: [string, Change, Change][] = [
  ['trading_disabled', {}, { limits: { mode: 'disabled' } }],
  ['invalid_order', {}, { order: { quantity: '0' } }],
  ['engine_paused', {}, { book: { paused: true } }],
  [
    'circuit_breaker',
    { book: { breakers: [{ breaker: 'single_position', ticker: 'BBB' }] } },
    { book: { breakers: [{ breaker: 'single_position', ticker: 'AAA' }] } },
  ],
  ['circuit_breaker', {}, { book: { breakers: [{ breaker: 'daily_loss', ticker: null }] } }],
  ['news_shock', { book: { lockouts: ['BBB'] } }, { book: { lockouts: ['AAA'] } }],
  ['session_closed', {}, { book: { inSession: false } }],
  [
    'order_shares',
    { order: { quantity: '1000', referencePrice: '0.01', quote: { price: '0.01', at: NOW } } },
    {
      order: {
        quantity: '1000.000000001',
        referencePrice: '0.01',
        quote: { price: '0.01', at: NOW },
      },
    },
  ],
  ['no_quote', {}, { order: { quote: null } }],
  [
    'stale_quote',
    { order: { quote: { price: '100', at: secondsAgo(120) } } },
    { order: { quote: { price: '100', at: secondsAgo(120.001) } } },
  ],
  ['price_collar', { order: { referencePrice: '105' } }, { order: { referencePrice: '105.01' } }],
  ['price_collar', { order: { referencePrice: '95' } }, { order: { referencePrice: '94.99' } }],
  ['unreconciled', {}, { book: { equity: null } }],
  ['unreconciled', {}, { book: { openingEquity: null } }],
  [
    'daily_loss',
    { book: { openingEquity: '10000', equity: '9700' } },
    { book: { openingEquity: '10000', equity: '9699.99' } },
  ],
  ['position_pct', { order: { quantity: '5' } }, { order: { quantity: '5.000000001' } }],
  [
    'position_pct',
    { book: { holdings: [row('AAA', '400', 'Energy')] } },
    { book: { holdings: [row('AAA', '400.01', 'Energy')] } },
  ],
  [
    'position_pct',
    { book: { pending: [{ ...row('AAA', '400', 'Energy'), side: 'buy' }] } },
    { book: { pending: [{ ...row('AAA', '400.01', 'Energy'), side: 'buy' }] } },
  ],
  [
    'position_value',
    { order: { quantity: '100' }, book: { equity: '1000000', openingEquity: '1000000' } },
    { order: { quantity: '100.0001' }, book: { equity: '1000000', openingEquity: '1000000' } },
  ],
  [
    'sector_pct',
    { book: { holdings: [row('BBB', '2400', 'Energy')] } },
    { book: { holdings: [row('BBB', '2400.01', 'Energy')] } },
  ],
  [
    'sector_pct',
    { book: { pending: [{ ...row('BBB', '2400', 'Energy'), side: 'buy' }] } },
    { book: { pending: [{ ...row('BBB', '2400.01', 'Energy'), side: 'buy' }] } },
  ],
  [
    'positions',
    {
      book: {
        holdings: rows(5, 'A'),
        pending: rows(9, 'A')
          .slice(5)
          .map((made) => ({ ...made, side: 'buy' })),
      },
    },
    {
      book: {
        holdings: rows(5, 'A'),
        pending: rows(10, 'A')
          .slice(5)
          .map((made) => ({ ...made, side: 'buy' })),
      },
    },
  ],
  ['sectors', { book: { holdings: rows(9) } }, { book: { holdings: rows(10) } }],
  ['orders_per_minute', { book: { ordersLastMinute: 19 } }, { book: { ordersLastMinute: 20 } }],
]
