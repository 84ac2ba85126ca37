/** Two trades of the small day that ended, by the functions that the product fills them with. */

import { createHash } from 'node:crypto'
import { deriveId, sha256 } from '#shared/host/ids.ts'
import type { Sql } from '#shared/sql/open.ts'
import { keepClosedTrades } from '../../../services/trading-engine/closed-trades.ts'
import { ids, minutesAgo, NOW } from './fixture-base.ts'

/** As the database derives it. */
const tradeOf = (executionId: string) =>
  createHash('md5')
    .update(` ${executionId}`)
    .digest('hex')
    .replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')

/** Bought on the recommendation, and sold at its stop a quarter of an hour later. */
export const NVDA_TRADE = tradeOf('nvda-out')
/** Of earlier, and without an order of ours. */
export const EARLIER_TRADE = tradeOf('nvda-earlier-out')

const MINUTES = 20

export async function fillClosedTrades(sql: Sql): Promise<void> {
  await fillMinutes(sql)
  const entry = await order(sql, 'entry', minutesAgo(MINUTES))
  const exit = await order(sql, 'exit', minutesAgo(5))
  await fill(sql, ['nvda-earlier-in', 'buy', '1', '160', '0'], minutesAgo(60))
  await fill(sql, ['nvda-earlier-out', 'sell', '1', '162.5', '0'], minutesAgo(50))
  await fill(sql, ['nvda-in', 'buy', '2', '171', '0.01'], minutesAgo(MINUTES), entry)
  await fill(sql, ['nvda-out', 'sell', '2', '170.36', '0.01'], minutesAgo(5), exit)
  // Not by the lock of the book: it would book what the small day leaves open, and change what is held.
  await sql`insert into ledger_trades (execution_id, ticker, closed_at, profit) values
    ('nvda-earlier-out', 'NVDA', ${minutesAgo(50)}, 2.5), ('nvda-out', 'NVDA', ${minutesAgo(5)}, -1.28)`
  await keepClosedTrades(sql, NOW)
}

/** From 171 down to 169.4 and up again; half a dollar to either side. */
async function fillMinutes(sql: Sql): Promise<void> {
  for (let minute = 0; minute <= MINUTES; minute += 1) {
    const close = 171 - 1.6 * Math.sin((minute / MINUTES) * Math.PI)
    await sql`insert into minute_bars (ticker, starts_at, session_date, open, high, low, close, volume, vendor, fetched_at)
      values ('NVDA', ${minutesAgo(MINUTES - minute)}, '2024-03-14', ${close}, ${close + 0.5}, ${close - 0.5}, ${close},
        1000, 'polygon', ${NOW})`
  }
}

type Fill = readonly [
  id: string,
  side: 'buy' | 'sell',
  quantity: string,
  price: string,
  fee: string,
]

function fill(
  sql: Sql,
  [id, side, quantity, price, fee]: Fill,
  at: Date,
  orderId: string | null = null,
) {
  return sql`insert into order_fills
      (execution_id, order_id, broker_order_id, ticker, side, quantity, price, fee, filled_at, recorded_at, booked)
    values (${id}, ${orderId}, ${`broker-${id}`}, 'NVDA', ${side}, ${quantity}, ${price}, ${fee}, ${at}, ${NOW}, true)`
}

/** A filled order with its decision, the entry a later part of the one that is on its way. */
async function order(sql: Sql, kind: 'entry' | 'exit', at: Date): Promise<string> {
  const [decisionId, risk, orderId] = ['closed decision', 'closed risk', 'closed order'].map(
    (name) => deriveId('fixture', name, kind),
  ) as [string, string, string]
  const isEntry = kind === 'entry'
  const levels = { stopPrice: '170.4', target1: '172.2', target2: '173.4' }
  await sql`insert into trading_decisions (decision_id, recommendation_id, ticker, decided_at, kind, action, code, side,
      quantity, reference_price, checks, sizing, risk_tier, part)
    values (${decisionId}, ${isEntry ? ids.recommendation('NVDA') : null}, 'NVDA', ${at}, ${kind}, 'act',
      ${isEntry ? 'entry' : 'stop_loss'}, ${isEntry ? 'buy' : 'sell'}, '2', '171', '[]',
      ${sql.json(isEntry ? { levels } : {})}, 'moderate', 3)`
  const hash = sha256(`closed ${kind}`)
  await sql`insert into risk_evaluations (risk_evaluation_id, decision_id, evaluated_at, passed, code, checks, inputs, inputs_sha256)
    values (${risk}, ${decisionId}, ${at}, true, 'passed', '[]', '{}', ${hash})`
  await sql`insert into orders (order_id, decision_id, risk_evaluation_id, inputs_sha256, client_order_id, ticker, sector,
      side, order_type, quantity, reference_price, state, filled_quantity, filled_price_avg, intended_at, submitted_at, closed_at)
    values (${orderId}, ${decisionId}, ${risk}, ${hash}, ${`closed-${kind}`}, 'NVDA', 'Technology',
      ${isEntry ? 'buy' : 'sell'}, 'market', '2', '171', 'filled', '2', ${isEntry ? '171' : '170.36'}, ${at}, ${at}, ${at})`
  return orderId
}
