import { beforeAll, describe, expect, test } from 'vitest'
import { evaluateOrder, type ProposedOrder } from '#shared/domain/risk/evaluate.ts'
import { risk1 } from '#shared/domain/risk/rules.ts'
import { deriveId } from '#shared/host/ids.ts'
import type { Tx } from '#shared/sql/open.ts'
import { readBook } from '#shared/sql/risk/book.ts'
import { saveEvaluation } from '#shared/sql/risk/evaluations.ts'
import { readLimits } from '#shared/sql/risk/limits.ts'
import { cloneDatabase } from '../../../helpers/database.ts'
import {
  NOON,
  seedAccount,
  seedCompany,
  seedFill,
  seedRecommendation,
} from '../../../helpers/trading.ts'

const { sql } = await cloneDatabase()

beforeAll(async () => {
  await seedAccount(sql, '10000')
  await seedCompany(sql, 'HELD', 'Energy')
  await seedFill(sql, {
    id: 'f1',
    ticker: 'HELD',
    side: 'buy',
    quantity: '2',
    price: '100',
    fee: '0.01',
  })
})

const bookAt = (at: Date) => sql.begin((tx) => readBook(tx, at))

function buy(ticker: string, quantity = '1', sector = 'Technology'): ProposedOrder {
  return {
    ticker,
    side: 'buy',
    kind: 'entry',
    quantity,
    sector,
    referencePrice: '40',
    quote: { price: '40', at: NOON },
  }
}

/** Decision, evaluation and intent in one transaction, as the broker adapter does it. */
async function intend(tx: Tx, order: ProposedOrder, recommendationId: string): Promise<string> {
  const decisionId = deriveId('decision', recommendationId, 'entry')
  const [book, limits] = [await readBook(tx, NOON), await readLimits(tx)]
  const proposal = { order, book, limits, now: NOON }
  const verdict = evaluateOrder(risk1, proposal)
  await tx`
    insert into trading_decisions (decision_id, recommendation_id, ticker, decided_at, kind, action, code,
      side, quantity, reference_price, checks, risk_tier)
    values (${decisionId}, ${recommendationId}, ${order.ticker}, ${NOON}, 'entry', 'act', 'entry',
      'buy', ${order.quantity}, ${order.referencePrice}, '[]', 'moderate')
  `
  const saved = await saveEvaluation(tx, { ...proposal, decisionId, verdict })
  if (verdict.passed) await insertOrder(tx, order, decisionId, saved)
  return verdict.code
}

async function insertOrder(
  tx: Tx,
  order: ProposedOrder,
  decisionId: string,
  saved: { riskEvaluationId: string; inputsSha256: string },
): Promise<void> {
  await tx`
    insert into orders (order_id, decision_id, risk_evaluation_id, inputs_sha256, client_order_id, ticker,
      sector, side, order_type, quantity, reference_price, intended_at)
    values (${deriveId('order', decisionId)}, ${decisionId}, ${saved.riskEvaluationId}, ${saved.inputsSha256},
      ${decisionId}, ${order.ticker}, ${order.sector}, 'buy', 'market', ${order.quantity},
      ${order.referencePrice}, ${NOON})
  `
}

describe('readBook', () => {
  test('equity is cash and what is held, exactly', async () => {
    const book = await bookAt(NOON)
    expect(book).toMatchObject({
      equity: '9999.99',
      inSession: true,
      paused: false,
      ordersLastMinute: 0,
    })
    expect(book.holdings).toEqual([
      { ticker: 'HELD', quantity: '2.000000000', price: '100.000000', sector: 'Energy' },
    ])
  })

  test('without any risk limit no order is judged', async () => {
    await sql
      .begin(async (tx) => {
        await tx`delete from risk_configs where name = 'order_shares_max'`
        await expect(readLimits(tx)).rejects.toThrow('order_shares_max')
        throw new Error('undo')
      })
      .catch((fault: Error) => expect(fault.message).toBe('undo'))
  })
})

describe('sixteen orders judged at once', () => {
  test('never take more places together than there are', async () => {
    const tickers = Array.from({ length: 16 }, (_, place) => `T${String.fromCharCode(65 + place)}`)
    const recommendations = new Map<string, string>()
    for (const ticker of tickers)
      recommendations.set(ticker, await seedRecommendation(sql, { ticker }))
    const codes = await Promise.all(
      tickers.map((ticker) =>
        sql.begin((tx) => intend(tx, buy(ticker), String(recommendations.get(ticker)))),
      ),
    )
    // One is held already: nine of ten places are free.
    expect(codes.filter((code) => code === 'passed')).toHaveLength(9)
    expect(codes.filter((code) => code === 'positions')).toHaveLength(7)
    const book = await bookAt(NOON)
    expect(book.pending).toHaveLength(9)
    expect(book.ordersLastMinute).toBe(9)
  })
})

describe('the database refuses', () => {
  const refuse = async (attempt: (tx: Tx) => Promise<unknown>, why: RegExp) => {
    await expect(
      sql.begin(async (tx) => {
        await attempt(tx)
      }),
    ).rejects.toThrow(why)
  }
  let decisionId: string
  let failed: { riskEvaluationId: string; inputsSha256: string }
  beforeAll(async () => {
    const recommendationId = await seedRecommendation(sql, { ticker: 'NOPE' })
    await sql.begin((tx) => intend(tx, buy('NOPE', '2000'), recommendationId))
    decisionId = deriveId('decision', recommendationId, 'entry')
    const [row] = await sql<{ riskEvaluationId: string; inputsSha256: string }[]>`
      select risk_evaluation_id, inputs_sha256 from risk_evaluations where decision_id = ${decisionId}
    `
    if (!row) throw new Error('the refusal was not stored')
    failed = row
  })

  test('an order whose evaluation failed', () =>
    refuse((tx) => insertOrder(tx, buy('NOPE', '2000'), decisionId, failed), /foreign key/))

  test('an order without an evaluation', () =>
    refuse(
      (tx) =>
        insertOrder(tx, buy('NOPE', '2000'), decisionId, {
          riskEvaluationId: deriveId('none'),
          inputsSha256: failed.inputsSha256,
        }),
      /was not judged by evaluation/,
    ))

  test('an order judged on other inputs', () =>
    refuse(async (tx) => {
      const [passed] = await tx<{ riskEvaluationId: string }[]>`
        select risk_evaluation_id from risk_evaluations where passed limit 1
      `
      await insertOrder(tx, buy('NOPE', '2000'), decisionId, {
        riskEvaluationId: String(passed?.riskEvaluationId),
        inputsSha256: failed.inputsSha256,
      })
    }, /was not judged by evaluation/))

  test('a second order of one decision', () =>
    refuse(async (tx) => {
      // On the very terms of the first: others are refused for another reason.
      const { count } = await tx`
        insert into orders (order_id, decision_id, risk_evaluation_id, inputs_sha256, client_order_id,
          ticker, side, order_type, quantity, reference_price, intended_at)
        select ${deriveId('second')}, decision_id, risk_evaluation_id, inputs_sha256, 'second',
          ticker, side, order_type, quantity, reference_price, intended_at from orders limit 1
      `
      if (count === 0) throw new Error('no order to repeat')
    }, /orders_decision_id_key/))

  test('a reserve entry whose balance is not the sum', () =>
    refuse(
      (tx) => tx`
      insert into reserve_pool_ledger (at, amount, balance_after, trigger_type)
      values (${NOON}, 1, 2, 'siphon')
    `,
      /must leave 1/,
    ))

  test('an equity that is not cash and holdings', () =>
    refuse(
      (tx) => tx`
      insert into portfolio_snapshots (taken_at, session_date, cash, positions_value, equity, realised_pnl,
        unrealised_pnl, active_pool, open_positions)
      values (${NOON}, '2024-06-03', 1, 1, 3, 0, 0, 3, 0)
    `,
      /check/,
    ))
})

describe('a critical event', () => {
  test('locks the tickers its document names for half an hour, unless a correction tells of none', async () => {
    const [documentId, minute] = [deriveId('document', 'shock'), 60_000]
    await sql`
      insert into documents (document_id, source_type, document_type, content_hash, raw_bucket, raw_key, raw_sha256,
        published_at, ingested_at, status_at)
      values (${documentId}, 'macro_news', 'macro_event', ${'a'.repeat(64)}, 'b', 'k', ${'b'.repeat(64)}, ${NOON}, ${NOON}, ${NOON})
    `
    await sql`
      insert into document_company_mentions (document_id, company_id, ticker, alias)
      select ${documentId}, company_id, ticker, ticker from companies where ticker = 'HELD'
    `
    await sql`
      insert into global_events (global_event_id, document_id, event_type, severity, direction, confidence,
        model, model_version, prompt_version, occurred_at, classified_at)
      values (${deriveId('event')}, ${documentId}, 'other', 'critical', 'negative', 1, 'm', '1', '1', ${NOON}, ${NOON})
    `
    const lockouts = async (at: number) => (await bookAt(new Date(NOON.getTime() + at))).lockouts
    expect(await lockouts(-1)).toEqual([])
    expect(await lockouts(0)).toEqual(['HELD'])
    expect(await lockouts(30 * minute - 1)).toEqual(['HELD'])
    expect(await lockouts(30 * minute)).toEqual([])
    await sql`update documents set status = 'classified', status_reason = 'no_event'
      where document_id = ${documentId}`
    expect(await lockouts(0)).toEqual([])
  })
})
