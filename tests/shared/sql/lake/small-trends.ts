/** What was made of the small lake's news: trends with what they expect, an event of the world, and rivals. */

import type { Sql } from '#shared/sql/open.ts'
import { at, idOf, TICKERS, type Put } from './small-news.ts'

const TRENDS: [ticker: string, asOf: string, direction: string, mean: number][] = [
  ['AAA', '05-01T12:06', 'bullish', 0.6],
  ['AAA', '05-01T13:00', 'bearish', -0.2],
  ['AAA', '05-01T15:00', 'bullish', 0.4],
  ['BBB', '05-02T12:04', 'bullish', 0.5],
]

/** What both pipelines say of a company, and what its price did in the five sessions after. */
const SAID: [ticker: string, day: string, verdicts: [string, string], moved: number | null][] = [
  ['AAA', '05-01', ['buy', 'buy'], 0.02],
  ['BBB', '05-01', ['skip', 'watch'], -0.01],
  ['AAA', '05-02', ['skip', 'watch'], 0.03],
  ['BBB', '05-02', ['skip', 'watch'], null],
]

function outputOf([ticker, day, [heuristic, probabilistic], moved]: (typeof SAID)[number]) {
  return {
    outputId: idOf(`output of ${ticker} ${day}`),
    ticker,
    evaluatedAt: at(`${day}T21:00`),
    mode: 'shadow',
    ruleVersion: 'signal-engine-1',
    digest: `${ticker} ${day}`,
    bars: 200,
    heuristicVerdict: heuristic,
    probabilisticVerdict: probabilistic,
    agreement: heuristic === probabilistic,
    regime: 'unknown',
    trend: 0,
    macroBias: 0,
    competitiveBias: 0,
    moved,
  }
}

export async function putTrends(sql: Sql, put: Put): Promise<void> {
  await put(
    'trend_history',
    TRENDS.map(([ticker, asOf, direction, mean]) => ({
      trendId: idOf(`trend of ${ticker} ${asOf}`),
      ticker,
      trendWindow: '7d',
      asOf: at(asOf),
      direction,
      strength: Math.abs(mean),
      confidence: 0.6,
      contradiction: 0.1,
      sentimentMean: mean,
      signalCount: 2,
      sourceCount: 2,
      market: sql.json({}),
      scoringVersion: 'v1',
      impactIds: [],
    })),
  )
  await put(
    'trend_projections',
    (['1d', '7d', '30d'] as const).map((horizon) => ({
      ticker: 'AAA',
      horizon,
      asOf: at('05-01T12:06'),
      trendId: idOf('trend of AAA 05-01T12:06'),
      direction: 'bullish',
      strength: 0.5,
      confidence: 0.5,
      lowConfidence: horizon === '7d',
      macroContributionPct: 0,
      divergesFromCurrent: false,
      components: sql.json({}),
    })),
  )
  await put('signal_engine_outputs', SAID.map(outputOf))
}

export async function putWorld(put: Put): Promise<void> {
  const event = { globalEventId: idOf('event'), documentId: idOf('i') }
  const moment = at('05-01T10:00')
  await put('global_events', [
    { ...event, eventType: 'trade_barrier', severity: 'high', direction: 'trade_barrier', confidence: 0.6,
      model: 'rules', modelVersion: 'v1', promptVersion: 'v1', occurredAt: moment, classifiedAt: moment },
  ]) // prettier-ignore
  await put(
    'macro_impact_records',
    TICKERS.map((ticker, place) => ({
      ...event, macroImpactId: idOf(`event for ${ticker}`), companyId: idOf(ticker), ticker, score: 0.25 + place / 2,
      direction: -1, computedAt: moment, profileVersion: 1, duration: 'medium_term', occurredAt: moment, knownAt: moment,
    })),
  ) // prettier-ignore
  const pair = { companyId: idOf('AAA'), competitorId: idOf('BBB'), relationshipId: idOf('pair') }
  await put('competitor_relationships', [
    {
      ...pair,
      relationshipType: 'direct_rival',
      strength: 0.7,
      changedAt: moment,
      changedBy: 'ann',
    },
  ])
  await put('competitive_signal_records', [
    { competitiveSignalId: idOf('signal'), sourceTicker: 'AAA', targetTicker: 'BBB', documentId: idOf('a'),
      catalyst: 'earnings', direction: -1, strength: 0.3, patternConfidence: 0.6, createdAt: at('05-01T12:06'),
      impactId: idOf('a of AAA by rules'), relationshipType: 'direct_rival', relationshipStrength: 0.7,
      publishedAt: at('05-01T12:00') },
  ]) // prettier-ignore
}
