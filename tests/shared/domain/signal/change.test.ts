import { expect, test } from 'vitest'
import {
  isNews,
  isOfItself,
  isToJudge,
  signalSetOf,
  type PastTrend,
} from '#shared/domain/signal/change.ts'
import { summarise } from '#shared/domain/signal/trend.ts'
import type { Vouched } from '#shared/domain/signal/vouched.ts'
import { vouched } from '../recommendation/judged.ts'
import { calm, signalsOf } from './any-signal.ts'

const trend = summarise('AAPL', signalsOf({}, { sentiment: -1, impact: 0.2 }), calm)
const past: PastTrend = {
  direction: trend.direction,
  strength: trend.strength,
  confidence: trend.confidence,
  signalDigest: signalSetOf(trend),
  scoringVersion: 'scoring-3',
}
const made = (of: Pick<typeof trend, 'ids'>) => ({
  signalDigest: signalSetOf(of),
  scoringVersion: 'scoring-3',
})

test.each([
  ['the same again', {}, false],
  ['another set of signals', { signalDigest: '{}{}{}' }, true],
  ['another direction', { direction: 'mixed' as const }, true],
  ['strength moved by 0.005', { strength: trend.strength - 0.005 }, true],
  ['strength moved by less', { strength: trend.strength - 0.004999 }, false],
  ['confidence moved by 0.005', { confidence: trend.confidence + 0.005 }, true],
  ['other rules', { scoringVersion: 'scoring-2' }, true],
])('%s: %o is news: %s', (_, change, news) => {
  expect(isNews(trend, { ...past, ...change }, made(trend))).toBe(news)
})

test('that two voices have stood for hours is news by itself, further ones are none', () => {
  const told = (voices: number) => ({
    ...trend,
    data: { ...trend.data, vouched: { ...vouched, seasoned: { ...vouched, voices } } },
  })
  const isNewsAfter = (now: number, before: number | null, change: Partial<Vouched> = {}) => {
    const seasoned = before === null ? null : { ...vouched, voices: before, ...change }
    return isNews(told(now), { ...past, seasoned }, made(trend))
  }
  expect(isNewsAfter(2, 2, { strength: vouched.strength - 0.005 })).toBe(true)
  expect(isNewsAfter(2, 2, { confidence: vouched.confidence - 0.005 })).toBe(true)
  expect(isNewsAfter(2, 2, { direction: 'mixed' })).toBe(true)
  expect(isNewsAfter(1, 1, { direction: 'mixed' })).toBe(false)
  expect([isNewsAfter(2, null), isNewsAfter(2, 1), isNewsAfter(1, 2)]).toEqual([true, true, true])
  expect([isNewsAfter(1, null), isNewsAfter(2, 2), isNewsAfter(3, 2)]).toEqual([
    false,
    false,
    false,
  ])
})

test('a first trend is news, unless it holds nothing', () => {
  expect(isNews(trend, undefined, made(trend))).toBe(true)
  const empty = summarise('AAPL', [], calm)
  expect(isNews(empty, undefined, made(empty))).toBe(false)
  expect(isNews(empty, past, made(empty))).toBe(true)
  const emptied = {
    ...past,
    ...made(empty),
    direction: empty.direction,
    strength: 0,
    confidence: 0,
  }
  expect(isNews(empty, { ...emptied, scoringVersion: 'scoring-2' }, made(empty))).toBe(false)
})

test('what rests on the world and on rivals alone is no news for its age', () => {
  const world = summarise('AAPL', signalsOf({ layer: 'macro' }, { layer: 'competitive' }), calm)
  const before = { ...past, direction: world.direction, signalDigest: signalSetOf(world) }
  expect(isNews(world, { ...before, strength: 0 }, made(world))).toBe(false)
  expect(isNews(world, { ...before, direction: 'mixed' }, made(world))).toBe(true)
  expect(isNews(world, { ...before, signalDigest: '' }, made(world))).toBe(true)
  // Recorded all the same, it is judged only where it turns.
  const judged = { direction: world.direction, isOwn: isOfItself(world) }
  const { direction } = before
  expect(isToJudge(judged, { direction, action: undefined })).toBe(false)
  expect(isToJudge(judged, { direction, action: 'watch' })).toBe(false)
  expect(isToJudge(judged, { direction, action: 'sell' })).toBe(true)
  expect(isToJudge(judged, { direction: 'mixed', action: 'watch' })).toBe(true)
  expect(isToJudge({ ...judged, isOwn: isOfItself(trend) }, { direction, action: 'watch' })).toBe(
    true,
  )
})
