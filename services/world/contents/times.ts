/** The moments of business time at which a stepped clock has to stop: something new is there. */

import { countWhile, sessionsOf } from './sessions.ts'
import type { World } from './world.ts'
import { MINUTE_MS } from '#shared/domain/spans.ts'

const PRICES_FROM_MS = 5 * MINUTE_MS
const PRICES_UNTIL_MS = 5 * MINUTE_MS
const BARS_AFTER_MS = 15 * MINUTE_MS

/**
 * Ascending moments within [from, to]: articles, filings and pages, each put off to the next
 * multiple of the grid; every `gridSeconds` from five minutes after the open to five before the
 * close, for prices; a quarter of an hour after the close, for the day's bars.
 */
export function timesOf(world: World, from: Date, to: Date, gridSeconds: number): Date[] {
  const grid = gridSeconds * 1000
  const moments = new Set<number>()
  const add = (ms: number) => {
    if (ms >= from.getTime() && ms <= to.getTime()) moments.add(ms)
  }
  const ceil = (ms: number) => Math.ceil(ms / grid) * grid
  const since = from.getTime() - grid
  const { articles } = world
  const first = countWhile(articles, ({ publishedAt }) => publishedAt.getTime() <= since)
  for (let index = first; index < articles.length; index += 1) {
    const at = articles[index]?.publishedAt.getTime() ?? Infinity
    if (at > to.getTime()) break
    add(ceil(at))
  }
  for (const { filedAt } of world.filings) add(ceil(filedAt.getTime()))
  for (const { publishedAt } of world.pages) add(ceil(publishedAt.getTime()))
  for (const { opensAt, closesAt } of sessionsOf(world)) {
    if (closesAt.getTime() + BARS_AFTER_MS < from.getTime() || opensAt > to) continue
    const last = closesAt.getTime() - PRICES_UNTIL_MS
    for (let at = opensAt.getTime() + PRICES_FROM_MS; at <= last; at += grid) add(at)
    add(closesAt.getTime() + BARS_AFTER_MS)
  }
  return [...moments].sort((a, b) => a - b).map((ms) => new Date(ms))
}
