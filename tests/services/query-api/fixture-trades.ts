/** The later half of the small day: trends, recommendations, decisions, orders, what is held. */

import type { HeardEngine } from '#shared/contracts/api/heard-engine.ts'
import { deriveId, sha256 } from '#shared/host/ids.ts'
import type { Sql } from '#shared/sql/open.ts'
import { ids, minutesAgo, NOW, TICKERS } from './fixture-base.ts'
import { eventId } from './fixture-layers.ts'

const facts = {
  evidenceCount: 14,
  validDocuments: 14,
  dataConfidence: 0.7,
  dataQuality: 0.86,
  newestPublishedAt: minutesAgo(6).toISOString(),
  sourceTypes: ['news_api'],
}
const SENTIMENT = {
  AAPL: 0.64,
  AMZN: 0.18,
  JPM: 0.02,
  MSFT: -0.31,
  NVDA: 0.52,
  XOM: -0.47,
} as const

export async function fillTrades(sql: Sql): Promise<void> {
  for (const ticker of TICKERS) await fillTrend(sql, ticker)
  for (const ticker of TICKERS) await fillDecision(sql, ticker)
  await fillOrder(sql, 'AAPL', 'filled')
  await fillOrder(sql, 'NVDA', 'submitted')
  await fillPortfolio(sql)
}

async function fillTrend(sql: Sql, ticker: (typeof TICKERS)[number]): Promise<void> {
  const mean = SENTIMENT[ticker]
  const direction = mean > 0.15 ? 'bullish' : mean < -0.15 ? 'bearish' : 'neutral'
  const impact = deriveId('impact', ids.document(0), 'AAPL')
  for (const [trendId, at, value] of [
    [deriveId('fixture', 'earlier', ticker), minutesAgo(60), mean * 0.4],
    [ids.trend(ticker), minutesAgo(3), mean],
  ] as const) {
    await sql`insert into trend_history (trend_id, ticker, trend_window, as_of, direction, strength,
        confidence, contradiction, sentiment_mean, signal_count, source_count, market, scoring_version, impact_ids, facts)
      values (${trendId}, ${ticker}, '7d', ${at}, ${direction}, ${Math.abs(value)}, 0.66, 0.12, ${value}, 14, 5,
        ${sql.json({})}, 'v1', ${[impact]}::uuid[], ${sql.json(facts)})`
  }
  if (ticker === 'AAPL')
    await sql`update trend_history set disagreements = ${sql.json([
      {
        positive: impact,
        positiveLayer: 'company',
        negative: deriveId('fixture', 'hit', eventId(10), 'AAPL'),
        negativeLayer: 'macro',
        mass: 0.21,
      },
      {
        positive: deriveId('fixture', 'competitive'),
        positiveLayer: 'competitive',
        negative: deriveId('fixture', 'impact that is gone'),
        negativeLayer: 'company',
        mass: 0.04,
      },
    ])} where trend_id = ${ids.trend(ticker)}`
  await sql`insert into trend_windows select ticker, trend_window, trend_id, as_of, direction, strength,
    confidence, contradiction, sentiment_mean, signal_count, source_count
    from trend_history where trend_id = ${ids.trend(ticker)}`
  const isStrong = Math.abs(mean) > 0.4
  await sql`insert into recommendations (recommendation_id, ticker, trend_window, trend_id, generated_at,
      action, mode, confidence, strength, contradiction, direction, suppressions, ineligibilities, checks,
      portfolio_pct, max_loss_pct, thesis, thesis_model)
    values (${ids.recommendation(ticker)}, ${ticker}, '7d', ${ids.trend(ticker)}, ${minutesAgo(3)},
      ${isStrong ? (mean > 0 ? 'buy' : 'sell') : 'watch'}, ${isStrong ? 'paper_eligible' : 'informational'},
      0.71, ${Math.abs(mean)}, 0.12, ${direction}, ${isStrong ? [] : ['low_data_confidence']}::text[], '{}',
      ${sql.json([
        { name: 'confidence', found: 0.71, limit: 0.55, passed: true },
        { name: 'source_count', found: 5, limit: 2, passed: true },
        { name: 'contradiction', found: 0.12, limit: 0.4, passed: true },
      ])}, 0.05, 0.02, ${`Fourteen signals from five sources speak for a ${direction} trend of ${ticker} over seven days.`}, 'template')`
  for (const [place, side] of [
    [1, 'supporting'],
    [2, 'supporting'],
    [1, 'opposing'],
  ] as const) {
    const story = side === 'supporting' ? place - 1 : 2
    const impactId = deriveId(
      'impact',
      ids.document(story),
      (['AAPL', 'NVDA', 'XOM'] as const)[story]!,
    )
    await sql`insert into recommendation_evidence values
      (${ids.recommendation(ticker)}, ${side}, ${place}, ${impactId}, ${ids.document(story)}, ${0.9 / place})`
    await sql`insert into trend_evidence (trend_id, side, place, impact_id, document_id, rank_score, weight,
        impact, recency, credibility, gate, novelty, market_context)
      values (${ids.trend(ticker)}, ${side}, ${place}, ${impactId}, ${ids.document(story)}, ${0.9 / place}, ${0.42 / place},
        0.6, 0.9, 0.8, 1, 1.1, 1)`
  }
}

async function fillDecision(sql: Sql, ticker: (typeof TICKERS)[number]): Promise<void> {
  const acts = ticker === 'AAPL' || ticker === 'NVDA'
  await sql`insert into trading_decisions (decision_id, recommendation_id, ticker, decided_at, kind, action,
      code, side, quantity, reference_price, checks, risk_tier, signal_engine)
    values (${ids.decision(ticker)}, ${ids.recommendation(ticker)}, ${ticker}, ${minutesAgo(2)}, 'entry',
      ${acts ? 'act' : 'skip'}, ${acts ? 'act' : 'low_confidence'}, ${acts ? 'buy' : null}, ${acts ? '3' : null},
      '171.25', ${sql.json([{ name: 'confidence', found: acts ? 0.71 : 0.41, limit: 0.55, passed: acts }])}, 'moderate',
      ${ticker === 'JPM' ? null : sql.json(heardBy(ticker === 'AAPL' ? 'traded' : 'shadow'))})`
}

/** What the signal engine said as the entry was decided on. */
function heardBy(mode: HeardEngine['mode']): HeardEngine {
  const session = '2024-03-13'
  return {
    mode,
    session,
    givenUp: null,
    output: {
      outputId: deriveId('fixture', 'heard'),
      ruleVersion: 'signal-engine-1',
      sessionDate: session,
      evaluatedAt: minutesAgo(300).toISOString(),
      heuristicVerdict: mode === 'traded' ? 'buy' : 'watch',
      heuristicConfidence: 0.74,
      heuristicTotal: 1.31,
      heuristicFault: null,
      probabilisticVerdict: 'buy',
      logOdds: 1.3,
      up: 0.786,
      entropy: 0.75,
      reward: 1.55,
      probabilisticFault: null,
      agreement: mode === 'traded',
      difference: mode === 'traded' ? null : 'probabilistic_buy_heuristic_disagrees',
      codes: [],
      regime: 'trend_following',
      filters: [],
      sentinels: ['minutes_missing'],
    },
  }
}

async function fillOrder(sql: Sql, ticker: string, state: 'filled' | 'submitted'): Promise<void> {
  const risk = deriveId('fixture', 'risk', ticker)
  const hash = sha256(`inputs ${ticker}`)
  const isFilled = state === 'filled'
  await sql`insert into risk_evaluations (risk_evaluation_id, decision_id, evaluated_at, passed, code, checks, inputs, inputs_sha256)
    values (${risk}, ${ids.decision(ticker)}, ${minutesAgo(2)}, true, 'passed',
      ${sql.json([
        { name: 'position_value', found: '513.75', limit: '1000.00', passed: true },
        { name: 'stale_quote', found: 47.76, limit: 120, passed: true },
      ])}, ${sql.json({})}, ${hash})`
  await sql`insert into orders (order_id, decision_id, risk_evaluation_id, inputs_sha256, client_order_id,
      broker_order_id, ticker, sector, side, order_type, quantity, reference_price, state, filled_quantity,
      filled_price_avg, intended_at, submitted_at, closed_at)
    values (${ids.order(ticker)}, ${ids.decision(ticker)}, ${risk}, ${hash}, ${`test-${ids.decision(ticker)}`},
      ${deriveId('fixture', 'broker', ticker)}, ${ticker}, 'Technology', 'buy', 'market', '3', '171.25', ${state},
      ${isFilled ? '3' : '0'}, ${isFilled ? '171.31' : null}, ${minutesAgo(2)}, ${minutesAgo(2)}, ${isFilled ? minutesAgo(1) : null})`
  for (const event of isFilled ? ['intent', 'submitted', 'filled'] : ['intent', 'submitted']) {
    await sql`insert into order_events (order_id, at, event) values (${ids.order(ticker)}, ${minutesAgo(2)}, ${event})`
  }
  if (!isFilled) return
  await sql`insert into order_fills (execution_id, order_id, broker_order_id, ticker, side, quantity, price, filled_at, recorded_at)
    values ('20240314::execution-1', ${ids.order(ticker)}, ${deriveId('fixture', 'broker', ticker)}, ${ticker}, 'buy',
      '3', '171.31', ${minutesAgo(1)}, ${NOW})`
}

async function fillPortfolio(sql: Sql): Promise<void> {
  for (const [ticker, quantity, entry, mark] of [
    ['AAPL', '3', '171.31', '172.84'],
    ['XOM', '5', '112.40', '109.95'],
  ] as const) {
    await sql`insert into positions values (${ticker}, 'Technology', ${quantity}, ${entry}, ${mark}, ${NOW}, ${minutesAgo(300)}, '0')`
  }
  await sql`insert into position_stop_levels (ticker, decision_id, atr, stop_price, target_1, target_2, updated_at)
    values ('AAPL', ${ids.decision('AAPL')}, '2.10', '167.11', '177.61', '183.91', ${NOW})`
  await sql`insert into daily_risk_snapshots (session_date, opening_equity, lowest_equity) values ('2024-03-14', '100100', '99980')`
  for (let step = 0; step <= 40; step += 1) {
    const held = 1000 + Math.round(Math.sin(step / 4) * 180 + step * 6)
    await sql`insert into portfolio_snapshots values (${minutesAgo((40 - step) * 30)}, '2024-03-14', '99200', ${String(held)},
      ${String(99200 + held)}, '12.50', ${String(held - 1100)}, '200', ${String(99200 + held - 200)}, 2)`
  }
}
