import { expect, test } from 'vitest'
import { isNews, signalSetOf, type PastTrend } from '#shared/domain/signal/change.ts'
import { summarise } from '#shared/domain/signal/trend.ts'
import { calm, signalsOf } from './any-signal.ts'

const trend = summarise('AAPL', signalsOf({}, { sentiment: -1, impact: 0.2 }), calm)
const past: PastTrend = {
  direction: trend.direction,
  strength: trend.strength,
  confidence: trend.confidence,
  signalDigest: signalSetOf(trend),
}

test.each([
  ['the same again', {}, false],
  ['another set of signals', { signalDigest: '{}{}{}' }, true],
  ['another direction', { direction: 'mixed' as const }, true],
  ['strength moved by 0.005', { strength: trend.strength - 0.005 }, true],
  ['strength moved by less', { strength: trend.strength - 0.004999 }, false],
  ['confidence moved by 0.005', { confidence: trend.confidence + 0.005 }, true],
])('%s: %o is news: %s', (_, change, news) => {
  expect(isNews(trend, { ...past, ...change }, signalSetOf(trend))).toBe(news)
})

test('a first trend is news, unless it holds nothing', () => {
  expect(isNews(trend, undefined, signalSetOf(trend))).toBe(true)
  const empty = summarise('AAPL', [], calm)
  expect(isNews(empty, undefined, signalSetOf(empty))).toBe(false)
  expect(isNews(empty, past, signalSetOf(empty))).toBe(true)
})
