/**
 * Goal: what a report says equals the books, whatever was traded. Method: random books are kept by the ledger's
 * own rule, cut at two random moments into what was and what came, and told; each figure is worked out again here
 * from the fills alone.
 */

import { fc, test as prop } from '@fast-check/vitest'
import { Big } from 'big.js'
import { describe, expect, test } from 'vitest'
import { compareFills, foldFills, type Fill } from '#shared/domain/ledger/ledger.ts'
import { valueAccount } from '#shared/domain/ledger/valuation.ts'
import { composeReport, doesReconcile } from '#shared/domain/report/compose.ts'
import type { EquityReading, ReportFacts, TradeEvent } from '#shared/domain/report/facts.ts'
import { chainedGrowth } from '#shared/domain/report/growth.ts'

const DEPOSIT = '100000'
const at = (minute: number) => new Date(Date.UTC(2019, 4, 1, 14) + minute * 60_000)

type Step =
  | { kind: 'trade'; ticker: string; isBuy: boolean; size: number; price: string; fee: string }
  | { kind: 'flow'; dollars: string }
  | { kind: 'income'; dollars: string }

const cents = (most: number, least = 0) =>
  fc.integer({ min: least, max: most }).map((value) => new Big(value).div(100).toFixed(2))
/** Prices down to a millionth of a dollar, and nothing. */
const price = fc.oneof(cents(50_000, 1), fc.constantFrom('0.000001', '0.3333', '123.456789', '0'))
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('trade' as const),
      ticker: fc.constantFrom('A', 'B', 'C'),
      isBuy: fc.boolean(),
      size: fc.integer({ min: 1, max: 1000 }),
      price,
      fee: cents(300),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('flow' as const), dollars: cents(500_000, -500_000) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ kind: fc.constant('income' as const), dollars: cents(9_999, -9_999) }),
  },
)

type Books = {
  fills: Fill[]
  flows: { minute: number; dollars: string }[]
  incomes: { minute: number; dollars: string }[]
}

/** Nothing is sold that is not held. */
function keep(steps: readonly Step[]): Books {
  const books: Books = { fills: [], flows: [], incomes: [] }
  const held = new Map<string, Big>()
  for (const [place, one] of steps.entries()) {
    const minute = place * 10 + 1
    if (one.kind === 'flow') books.flows.push({ minute, dollars: one.dollars })
    else if (one.kind === 'income') books.incomes.push({ minute, dollars: one.dollars })
    else {
      const { ticker, isBuy, size, price: paid, fee } = one
      const has = held.get(ticker) ?? new Big(0)
      const wanted = new Big(size).div(8)
      const quantity = isBuy ? wanted : wanted.gt(has) ? has : wanted
      if (quantity.eq(0)) continue
      held.set(ticker, isBuy ? has.plus(quantity) : has.minus(quantity))
      const executionId = `x${String(place).padStart(4, '0')}`
      const side = isBuy ? 'buy' : 'sell'
      books.fills.push({
        executionId,
        ticker,
        side,
        quantity: quantity.toFixed(),
        price: paid,
        fee,
        filledAt: at(minute),
      })
    }
  }
  return books
}

const sum = (amounts: readonly string[]) =>
  amounts.reduce((total, one) => total.plus(one), new Big(0))

/** All that the books say at a minute. */
function stateAt(
  { fills, flows, incomes }: Books,
  minute: number,
  marks: ReadonlyMap<string, string>,
) {
  const known = fills.filter(({ filledAt }) => filledAt <= at(minute))
  const folded = [...Map.groupBy(known, ({ ticker }) => ticker)].map(([ticker, own]) => ({
    ticker,
    ...foldFills(own),
  }))
  const total = (of: (one: (typeof folded)[number]) => Big) =>
    sum(folded.map((one) => of(one).toFixed()))
  const flowed = sum(
    flows.filter((one) => one.minute <= minute).map(({ dollars }) => dollars),
  ).plus(DEPOSIT)
  const earned = sum(incomes.filter((one) => one.minute <= minute).map(({ dollars }) => dollars))
  const sums = {
    cash: total(({ ledger }) => ledger.cash).toFixed(),
    fees: total(({ ledger }) => ledger.fees).toFixed(),
    realised: total(({ ledger }) => ledger.realised).toFixed(),
  }
  const held = folded.map(({ ticker, ledger }) => ({
    ticker,
    quantity: ledger.quantity.toFixed(),
    cost: ledger.cost.toFixed(),
  }))
  const worth = valueAccount(sums, { deposit: flowed.plus(earned).toFixed(), held }, marks)
  const trades = folded.flatMap((one) => one.trades)
  return { ...worth, flows: flowed.toFixed(), earned: earned.toFixed(), fees: sums.fees, trades }
}

type State = ReturnType<typeof stateAt>

/** As PostgreSQL keeps it. */
const kept = (text: string) => new Big(text).round(6).toFixed()

function readingOf(state: State, minute: number): EquityReading {
  const cash = kept(state.cash)
  const value = kept(state.positionsValue)
  return {
    takenAt: at(minute),
    date: '2019-05-01',
    cash,
    equity: new Big(cash).plus(value).toFixed(),
    realised: kept(state.realised),
    unrealised: kept(state.unrealised),
    flows: state.flows,
  }
}

function factsOf(
  books: Books,
  [from, to]: readonly [number, number],
  marks: readonly [Map<string, string>, Map<string, string>],
): { facts: ReportFacts; before: State; now: State } {
  const [before, now] = [stateAt(books, from, marks[0]), stateAt(books, to, marks[1])]
  const moved = (of: (state: State) => string) => new Big(of(now)).minus(of(before)).toFixed()
  const events = new Map<string, TradeEvent[]>()
  for (const [ticker, own] of Map.groupBy(books.fills, (fill) => fill.ticker)) {
    const known = own.filter(({ filledAt }) => filledAt <= at(to)).toSorted(compareFills)
    const ended = before.trades.filter((trade) => trade.ticker === ticker).at(-1)?.closedAt
    const since = known.filter(({ filledAt }) => ended === undefined || filledAt > ended)
    if (since.some(({ filledAt }) => filledAt > at(from)))
      events.set(
        ticker,
        since.map((fill) => ({ ...fill, isWithin: fill.filledAt > at(from), reason: null })),
      )
  }
  const was = new Set(before.trades.map(({ executionId }) => executionId))
  const closed = now.trades.filter(({ executionId }) => !was.has(executionId))
  const money = {
    before: readingOf(before, from),
    now: readingOf(now, to),
    books: {
      profit: moved(({ realised }) => realised),
      fees: moved(({ fees }) => fees),
      earned: moved(({ earned }) => earned),
      flows: moved(({ flows }) => flows),
    },
    days: [readingOf(before, from), readingOf(now, to)],
    isWhole: false,
    spy: { isFollowed: false, closes: [] },
  }
  const facts: ReportFacts = {
    account: 'A',
    cashRate: 0,
    period: { type: 'daily', from: at(from), to: at(to), sessions: ['2019-05-01'] },
    money,
    trades: {
      events,
      closed: new Map(closed.map(({ executionId, profit }) => [executionId, profit.toFixed()])),
    },
    checks: { stopped: [], unmade: [] },
    signals: { outcomes: [], priced: [], recommendations: [], decisions: [] },
    quality: {
      readings: [],
      calls: [],
      pairs: [],
      calibrations: [],
      documents: [],
      publishers: [],
    },
    incidents: [],
    planned: null,
  }
  return { facts, before, now }
}

const marked = fc
  .record({ A: price, B: price, C: price })
  .map((prices) => new Map(Object.entries(prices)))
const span = fc
  .tuple(fc.nat({ max: 60 }), fc.nat({ max: 60 }))
  .map(([a, b]) => [Math.min(a, b) * 10 + 5, Math.max(a, b) * 10 + 5] as const)

describe('random books', () => {
  prop.prop([fc.array(step, { maxLength: 60 }), span, marked, marked])(
    'a report equals them to the cent',
    (steps, cut, first, then) => {
      const books = keep(steps)
      const { facts, before, now } = factsOf(books, cut, [first, then])
      const report = composeReport(facts)
      expect(report.reconciliation.filter(({ holds }) => !holds)).toEqual([])
      expect(doesReconcile(report)).toBe(true)
      const { money } = report
      const near = (shown: string, exact: Big, most = 0.01) =>
        expect(new Big(shown).minus(exact).abs().toNumber()).toBeLessThan(most)
      near(money!.realised, new Big(now.realised).minus(before.realised))
      // Each line is rounded by itself.
      const lines = sum(report.trades.map(({ profit }) => profit))
      near(
        lines.toFixed(),
        new Big(now.realised).minus(before.realised),
        0.01 + report.trades.length * 0.005,
      )
      near(
        money!.profit,
        new Big(now.equity).minus(before.equity).minus(now.flows).plus(before.flows),
      )
      const parts = sum([money!.realised, money!.unrealised, money!.earned]).minus(money!.fees)
      near(money!.profit, parts, 0.03)
    },
  )

  prop.prop([fc.array(step, { minLength: 1, maxLength: 40 }), cents(500, 1)])(
    'books that say a cent more are found out',
    (steps, more) => {
      const books = keep(steps)
      const { facts } = factsOf(
        books,
        [0, 605],
        [
          new Map([
            ['A', '1'],
            ['B', '1'],
            ['C', '1'],
          ]),
          new Map([
            ['A', '1'],
            ['B', '1'],
            ['C', '1'],
          ]),
        ],
      )
      const money = facts.money!
      const told = {
        ...facts,
        money: {
          ...money,
          books: { ...money.books, profit: new Big(money.books.profit).plus(more).toFixed() },
        },
      }
      expect(
        composeReport(told)
          .reconciliation.filter(({ holds }) => !holds)
          .map(({ name }) => name),
      ).toEqual(['realised', 'trades_profit'])
    },
  )
})

describe('growth', () => {
  const point = (equity: string, flows: string) => ({ equity, flows })
  test.each([
    ['of a price alone', [point('100', '100'), point('110', '100')], 0.1],
    ['not of a deposit', [point('100', '100'), point('1100', '1100')], 0],
    ['not of a withdrawal of nearly all', [point('100', '100'), point('1', '1')], 0],
    [
      'of both',
      [point('100', '100'), point('110', '100'), point('1210', '1100'), point('1331', '1100')],
      1.1 * (1210 / 1110) * 1.1 - 1,
    ],
    ['of an account with nothing at work, none', [point('0', '0'), point('0', '0')], null],
  ])('%s', (_, points, grown) => {
    const found = chainedGrowth(points)
    if (grown === null) expect(found).toBeNull()
    else expect(found).toBeCloseTo(grown, 12)
  })
})
