/** news.jsonl: one article a line, with a date and perhaps the minute in New York. */

import { basename } from 'node:path'
import { newYorkInstant } from '#shared/domain/market/calendar.ts'
import { openRandom, type Random } from '../contents/random.ts'
import type { WorldArticle } from '../contents/world.ts'
import { needDate, needFile, readLines, wrong } from '#shared/host/data-folder.ts'

/**
 * Share of a newsroom's day by hour in New York, 06:00 to 20:00: most before and after the open,
 * a second swell at the close.
 */
const HOURS = [5, 8, 10, 11, 9, 8, 7, 6, 6, 7, 9, 7, 4, 3] as const
const FIRST_HOUR = 6

type Range = { from?: string; to?: string }
type Place = { file: string; line: number }

/**
 * Articles with a date inside [from, to], ordered by time then id. An article without an hour gets
 * one that its id and the seed decide.
 *
 * @throws DataFolderError naming file, line, what was wanted and what was found.
 */
export function readNewsFile(
  folder: string,
  known: ReadonlySet<string>,
  seed: number,
  range: Range,
): WorldArticle[] {
  const path = needFile(folder, 'news.jsonl')
  const file = basename(path)
  const articles: WorldArticle[] = []
  const seen = new Set<string>()
  for (const { line, text } of readLines(path)) {
    const at = { file, line }
    const item = objectOf(at, text)
    const date = needDate(at, field(at, item, 'date'))
    const id = field(at, item, 'id')
    if (!/^[\w.-]+$/.test(id)) throw wrong(at, 'an id of letters, digits, ".", "-" and "_"', id)
    if (seen.has(id)) throw wrong(at, 'an id not used before', id)
    seen.add(id)
    if (range.from !== undefined && date < range.from) continue
    if (range.to !== undefined && date > range.to) continue
    articles.push(articleOf(at, item, { id, date, known, seed }))
  }
  return articles.sort(byTime)
}

export function byTime(a: WorldArticle, b: WorldArticle): number {
  return a.publishedAt.getTime() - b.publishedAt.getTime() || (a.id < b.id ? -1 : 1)
}

type Known = { id: string; date: string; known: ReadonlySet<string>; seed: number }

function articleOf(at: Place, item: Record<string, unknown>, about: Known): WorldArticle {
  const time = item['time_et'] ?? null
  if (time !== null && (typeof time !== 'string' || !/^([01]\d|2[0-3]):[0-5]\d$/.test(time))) {
    throw wrong(at, 'time_et as HH:MM or null', JSON.stringify(time))
  }
  const tickers = item['tickers_by_alias'] ?? item['tickers'] ?? []
  if (!Array.isArray(tickers))
    throw wrong(at, 'tickers_by_alias as a list', JSON.stringify(tickers))
  const description = item['description'] ?? ''
  if (typeof description !== 'string') {
    throw wrong(at, 'description as text', JSON.stringify(description))
  }
  const spread = openRandom(about.seed, 'hour', about.id)
  return {
    id: about.id,
    publisher: field(at, item, 'publisher'),
    publishedAt: new Date(
      time === null
        ? newYorkInstant(about.date, hourOf(spread)).getTime() + spread.whole(0, 59) * 1000
        : newYorkInstant(about.date, time).getTime(),
    ),
    hourIsSynthetic: time === null,
    title: field(at, item, 'title'),
    description,
    tickers: tickers.map(String).filter((ticker) => about.known.has(ticker)),
  }
}

/** HH:MM drawn from the newsroom's day. */
function hourOf(random: Random): string {
  let rest = random.next() * HOURS.reduce((sum, share) => sum + share, 0)
  let hour = 0
  while (hour < HOURS.length - 1 && rest >= (HOURS[hour] as number)) {
    rest -= HOURS[hour] as number
    hour += 1
  }
  const minute = random.whole(0, 59)
  return `${String(FIRST_HOUR + hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`
}

function objectOf(at: Place, text: string): Record<string, unknown> {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch {
    throw wrong(at, 'one JSON object', text)
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw wrong(at, 'one JSON object', text)
  }
  return value as Record<string, unknown>
}

function field(at: Place, item: Record<string, unknown>, name: string): string {
  const value = item[name]
  if (typeof value === 'string' && value.trim() !== '') return value
  throw wrong(at, `${name} as text`, JSON.stringify(value) ?? 'nothing')
}
