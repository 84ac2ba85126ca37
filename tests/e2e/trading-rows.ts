/** What fills the pages of approvals and checks, by the functions that the product fills them with. */

import { deriveId } from '#shared/host/ids.ts'
import type { Sql } from '#shared/sql/open.ts'
import { answerApproval, askApproval } from '#shared/sql/trading/approvals.ts'
import { saveActivities } from '#shared/sql/trading/activities.ts'
import { endWhatIf, saveWhatIf, type WhatIf } from '#shared/sql/trading/counterfactuals.ts'
import { ids, minutesAgo, NOW } from '../services/query-api/fixture-base.ts'

export const approvalOf = (name: string) =>
  deriveId('approval', deriveId('fixture', 'waiting', name))

/** Entries that wait, one with little time left, and one of each that was answered or ended. */
export async function fillApprovals(sql: Sql): Promise<void> {
  await ask(sql, 'AMZN', minutesAgo(3))
  await ask(sql, 'JPM', minutesAgo(12), { limit: '143.20', by: 'Otto' })
  const answer = (status: 'approved' | 'denied', note: string) => ({
    status,
    by: 'Rita',
    reviewerId: 'another person',
    note,
  })
  await ask(sql, 'NVDA', minutesAgo(9))
  await ask(sql, 'MSFT', minutesAgo(8))
  await sql.begin(async (tx) => {
    await answerApproval(tx, approvalOf('NVDA'), answer('approved', ''), minutesAgo(7))
    const no = answer('denied', 'the inquiry is not over')
    await answerApproval(tx, approvalOf('MSFT'), no, minutesAgo(6))
  })
  // Too late: it ends as it is asked about again.
  await ask(sql, 'XOM', minutesAgo(40))
  await ask(sql, 'XOM', minutesAgo(1))
}

async function ask(
  sql: Sql,
  ticker: string,
  at: Date,
  { limit = null, by = '' }: { limit?: string | null; by?: string } = {},
): Promise<void> {
  const decisionId = deriveId('fixture', 'waiting', ticker)
  const orderType = limit === null ? 'market' : 'limit'
  await sql`insert into trading_decisions (decision_id, recommendation_id, part, ticker, decided_at, kind, action, code, side, quantity,
      reference_price, checks, sizing, risk_tier, source, order_type, limit_price)
    values (${decisionId}, ${by ? null : ids.recommendation(ticker as 'AMZN')}, 2, ${ticker}, ${at}, 'entry', 'act', ${by ? 'override' : 'act'}, 'buy', '7.5', '141.75', '[]',
      ${sql.json(by ? { requestedBy: by, requestedById: 'otto' } : {})}, 'moderate',
      ${by ? 'override' : 'engine'}, ${orderType}, ${limit})
    on conflict do nothing`
  const order = { decisionId, ticker, quantity: '7.5', orderType, limitPrice: limit } as const
  await sql.begin((tx) => askApproval(tx, { ...order, side: 'buy', stopPrice: null } as never, at))
}

/** Purchases that checks stopped: enough of some to tell what they saved, too few of others. */
export async function fillChecks(sql: Sql): Promise<void> {
  const made = [
    ...many(40, 'sector_limit', 'skipped', (place) => -12 - (place % 9)),
    ...many(35, 'low_confidence', 'skipped', (place) => 8 + (place % 7)),
    ...many(31, 'position_cap', 'clipped', (place) => (place % 2 ? 21.5 : -20)),
    ...many(4, 'low_data_confidence', 'suppressed', () => 3.25),
    ...many(6, 'cooling_down', 'skipped', () => undefined),
  ]
  await sql.begin(async (tx) => {
    for (const { whatIf, profit } of made) {
      await saveWhatIf(tx, whatIf, NOW)
      if (profit === undefined) continue
      const ended = { profit: String(profit), reason: 'stop_loss', endedOn: whatIf.enteredOn! }
      await endWhatIf(tx, whatIf, ended, NOW)
    }
  })
}

function many(
  n: number,
  code: string,
  kind: WhatIf['kind'],
  profitOf: (place: number) => number | undefined,
): { whatIf: WhatIf; profit: number | undefined }[] {
  return Array.from({ length: n }, (_, place) => {
    const decidedAt = minutesAgo((place + 1) * 24 * 60)
    const entry = {
      kind,
      code,
      ticker: place % 2 ? 'AAPL' : 'XOM',
      decidedAt,
      state: 'open' as const,
      says: '',
      enteredOn: decidedAt.toISOString().slice(0, 10),
      atOpen: false,
      price: '100',
      quantity: '3',
      levels: null,
      profit: null,
      reason: null,
      endedOn: null,
    }
    const recommendationId = deriveId('fixture', 'what if', code, place)
    return { whatIf: { ...entry, recommendationId }, profit: profitOf(place) }
  })
}

/** Weeks of prices of what is held, a dividend, and a stop that trails. */
export async function fillHeld(sql: Sql): Promise<void> {
  await sql`delete from market_snapshots where ticker = 'AAPL'`
  for (let place = 1; place <= 40; place += 1) {
    const [day, close] = [minutesAgo(place * 24 * 60), 172 - place * 0.3 + Math.sin(place) * 2]
    const date = day.toISOString().slice(0, 10)
    await sql`insert into market_snapshots (ticker, timespan, starts_at, session_date, open, high, low, close, volume, fetched_at)
      values ('AAPL', '1d', ${`${date}T04:00:00Z`}, ${date}, ${close}, ${close + 2}, ${close - 2}, ${close}, '1000000', ${minutesAgo(60)})`
  }
  await sql`insert into position_stop_levels (ticker, decision_id, atr, stop_price, trailing_stop, target_1, target_2, updated_at)
    values ('XOM', ${ids.decision('XOM')}, '2.10', '107.11', '111.40', '117.61', '123.91', ${NOW})`
  const dividend = {
    activityId: '20240311::dividend',
    type: 'DIV',
    subType: '',
    status: 'executed',
    ticker: 'AAPL',
    quantity: null,
    price: null,
    amount: '0.72',
    at: minutesAgo(3 * 24 * 60),
    told: {},
  }
  const none = { prices: new Map(), begunAt: null }
  await sql.begin((tx) => saveActivities(tx, [dividend], none, NOW))
}

/** A sale that was skipped for the same reason twice. */
export async function fillRepeats(sql: Sql): Promise<void> {
  for (const minutes of [8, 6])
    await sql`insert into trading_decisions (decision_id, ticker, decided_at, kind, action, code, side, checks, risk_tier)
      values (${deriveId('fixture', 'repeat', minutes)}, 'MSFT', ${minutesAgo(minutes)}, 'exit', 'skip', 'no_position',
        'sell', '[]', 'moderate')`
}
