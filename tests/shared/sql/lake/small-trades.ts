/** What was made of it: decisions, checks, orders, fills, what was not bought, and what the account was worth. */

import { sha256 } from '#shared/host/ids.ts'
import type { Sql } from '#shared/sql/open.ts'
import { at, idOf, type Put } from './small-news.ts'

/** As far as the lake reads it. */
const heard = {
  mode: 'shadow',
  output: { outputId: idOf('heard'), heuristicVerdict: 'watch', probabilisticVerdict: 'buy' },
}

type Order = {
  name: string
  ticker: string
  side: 'buy' | 'sell'
  type: 'market' | 'limit'
  reference: string
  quantity: string
  filledAt: string | null
  advised: string
  intended: string
  endCode?: string
}

const ORDERS: Order[] = [
  { name: 'o1', ticker: 'AAA', side: 'buy', type: 'market', reference: '100', quantity: '10', filledAt: '100.10', advised: '05-01T12:10', intended: '05-01T13:30' },
  { name: 'o2', ticker: 'BBB', side: 'buy', type: 'market', reference: '100', quantity: '10', filledAt: '99.80', advised: '05-02T12:09', intended: '05-02T13:30:30' },
  { name: 'o3', ticker: 'AAA', side: 'sell', type: 'limit', reference: '110', quantity: '10', filledAt: '109.89', advised: '05-03T12:00', intended: '05-03T13:45' },
  { name: 'o4', ticker: 'AAA', side: 'buy', type: 'limit', reference: '90', quantity: '5', filledAt: null, advised: '05-03T12:10', intended: '05-03T14:00', endCode: 'buying_power' },
] // prettier-ignore

const FILLS: [name: string, order: string, quantity: string, fee: string, moment: string, isBusted?: boolean][] = [
  ['f1', 'o1', '10', '0.01', '05-01T13:31'],
  ['f2', 'o2', '6', '0', '05-02T13:31'],
  ['f3', 'o2', '4', '0', '05-02T13:32'],
  ['f4', 'o3', '10', '0.05', '05-03T13:46'],
  ['f5', 'o3', '99', '9', '05-03T13:45:30', true],
] // prettier-ignore

export async function putTrades(sql: Sql, put: Put): Promise<void> {
  for (const order of ORDERS) await putOrder(sql, put, order)
  await putFills(put)
  await putSkipped(sql, put)
  await putUnmade(put)
  await putWorth(put)
}

async function putOrder(sql: Sql, put: Put, order: Order): Promise<void> {
  const { name, ticker, side, type, reference, quantity, filledAt, advised, intended } = order
  const trendId = idOf(ticker === 'AAA' ? 'trend of AAA 05-01T12:06' : 'trend of BBB 05-02T12:04')
  const [recommendationId, decisionId] = [idOf(`advice ${name}`), idOf(`decision ${name}`)]
  await put('recommendations', [
    { recommendationId, ticker, trendWindow: '7d', trendId, generatedAt: at(advised), action: side, mode: 'paper_eligible',
      confidence: 0.7, strength: 0.6, contradiction: 0.1, direction: side === 'buy' ? 'bullish' : 'bearish', checks: sql.json([]),
      portfolioPct: 0.05, maxLossPct: 0.02, thesis: 'For a reason.', thesisModel: 'template' },
  ]) // prettier-ignore
  await put('trading_decisions', [
    { decisionId, recommendationId, ticker, decidedAt: at(intended), kind: side === 'buy' ? 'entry' : 'exit', action: 'act',
      code: 'act', side, quantity, referencePrice: reference, checks: sql.json([]), riskTier: 'moderate',
      signalEngine: side === 'buy' ? sql.json(heard) : null },
  ]) // prettier-ignore
  const hash = sha256(name)
  const checks = [
    { name: 'position_limit', found: '1', limit: '2', passed: true },
    { name: 'buying_power', found: '1', limit: '2', passed: filledAt !== null },
  ]
  await put('risk_evaluations', [
    { riskEvaluationId: idOf(`risk ${name}`), decisionId, evaluatedAt: at(intended), passed: true, code: 'passed',
      checks: sql.json(checks), inputs: sql.json({}), inputsSha256: hash },
  ]) // prettier-ignore
  await put('orders', [
    { orderId: idOf(name), decisionId, riskEvaluationId: idOf(`risk ${name}`), inputsSha256: hash, clientOrderId: name,
      brokerOrderId: `at broker ${name}`, ticker, side, orderType: type, quantity, referencePrice: reference,
      state: filledAt ? 'filled' : 'rejected', filledQuantity: filledAt ? quantity : '0', filledPriceAvg: filledAt,
      intendedAt: at(intended), submittedAt: at(intended), endCode: order.endCode ?? null },
  ]) // prettier-ignore
}

const putFills = (put: Put) =>
  put(
    'order_fills',
    FILLS.map(([name, order, quantity, fee, moment, isBusted]) => {
      const { ticker, side, filledAt } = ORDERS.find((one) => one.name === order)!
      return {
        executionId: name, orderId: idOf(order), brokerOrderId: `at broker ${order}`, ticker, side, quantity, price: filledAt,
        fee, filledAt: at(moment), recordedAt: at(moment), booked: true, bustedAt: isBusted ? at('05-03T16:00') : null,
      }
    }),
  ) // prettier-ignore

const putSkipped = (sql: Sql, put: Put) =>
  put(
    'trading_decisions',
    ['low_confidence', 'low_confidence', 'earnings_near'].map((code, place) => ({
      decisionId: idOf(`skipped ${place}`), recommendationId: idOf(place < 2 ? `advice o${place + 1}` : 'advice o4'),
      ticker: place === 1 ? 'BBB' : 'AAA', decidedAt: at('05-02T14:00'), kind: 'entry', action: 'skip', code, part: 2,
      checks: sql.json([]), riskTier: 'moderate',
    })),
  ) // prettier-ignore

const putUnmade = (put: Put) =>
  put(
    'counterfactuals',
    (
      [
        ['low_confidence', 'ended', '30', true],
        ['low_confidence', 'ended', '-20', false],
        ['low_confidence', 'ended', '5.5', true],
        ['low_confidence', 'open', '100', true],
        ['position_limit', 'ended', '-12.345678', false],
        ['sector_limit', 'unpriced', null, null],
      ] as const
    ).map(([code, state, profit, atOpen], place) => ({
      recommendationId: idOf(`unmade ${place}`), kind: 'skipped', code, ticker: 'AAA', decidedAt: at('05-01T12:10'), state, atOpen,
      enteredOn: atOpen === null ? null : '2019-05-01', price: atOpen === null ? null : '100', profit,
      quantity: atOpen === null ? null : '3', reason: state === 'ended' ? 'horizon' : null,
      endedOn: state === 'ended' ? '2019-05-07' : null, lookedAt: at('05-07T21:00'),
    })),
  ) // prettier-ignore

/** Cash, positions, the highest there was, paid in. */
const WORTH: [moment: string, cash: string, held: string, highest: string, flows: string][] = [
  ['05-01T19:00', '9000', '1000', '10000', '10000'],
  ['05-01T20:00', '8998.99', '1021.01', '10020', '10000'],
  ['05-02T20:00', '8000.99', '1999.01', '10020', '10000'],
  ['05-03T20:00', '9599.81', '1010.19', '10610', '10500'],
]

async function putWorth(put: Put): Promise<void> {
  await put(
    'portfolio_snapshots',
    WORTH.map(([moment, cash, held, highest, flows]) => {
      const equity = (Number(cash) + Number(held)).toFixed(2)
      return {
        takenAt: at(moment), sessionDate: `2019-${moment.slice(0, 5)}`, cash, positionsValue: held, equity, realisedPnl: '0',
        unrealisedPnl: '0', activePool: equity, openPositions: 1, highestEquity: highest, flows,
      }
    }),
  ) // prettier-ignore
  await put(
    'position_days',
    (
      [
        ['2019-05-01', 'AAA', '10', '102.101'],
        ['2019-05-02', 'AAA', '10', '99'],
        ['2019-05-02', 'BBB', '10', '101'],
        // A Saturday, when nothing is valued.
        ['2019-05-04', 'BBB', '10', '100'],
      ] as const
    ).map(([dayDate, ticker, quantity, markPrice]) => ({
      dayDate, ticker, quantity, markPrice, entryPriceAvg: '100', takenAt: new Date(`${dayDate}T23:00:00Z`),
      markedAt: new Date(`${dayDate}T20:00:00Z`), openedAt: at('05-01T13:31'),
    })),
  ) // prettier-ignore
}
