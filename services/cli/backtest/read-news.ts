/** News of a data folder, read by the rules: what each article says of each company that it names. */

import { basename } from 'node:path'
import { extractByRules } from '#shared/domain/document/rules/extract.ts'
import { newYorkInstant, shiftDate } from '#shared/domain/market/calendar.ts'
import type { TickerNews } from '#shared/domain/strategy/strategy.ts'
import { findFile, needDate, readCsv, readLines, wrong } from '#shared/host/data-folder.ts'

/** `time` is New York's, HH:MM; null where only the day is known. */
type Article = { words: string; date: string; time: string | null; named: string[] }
type Place = { file: string; line: number }

/**
 * What was said of `tickers` from `from` to `to`, by moment; none where the folder has no news.jsonl. An article that
 * has a date and no time counts as known when its day is over in New York.
 *
 * @throws DataFolderError naming file and line.
 */
export function readNews(
  data: string,
  tickers: ReadonlySet<string>,
  range: { from: string; to: string },
): TickerNews[] {
  const path = findFile(data, 'news.jsonl')
  if (!path) return []
  const aliases = aliasesOf(data)
  const news: TickerNews[] = []
  for (const { line, text } of readLines(path)) {
    const at = { file: basename(path), line }
    const { words, date, time, named } = articleOf(at, text)
    const about = named.filter((ticker) => tickers.has(ticker))
    if (about.length === 0 || date < range.from || date > range.to) continue
    const knownAt =
      time === null ? newYorkInstant(shiftDate(date, 1), '00:00') : newYorkInstant(date, time)
    const entities = about.map((ticker) => ({
      name: ticker,
      occurrences: occurrencesOf(words, aliases.get(ticker) ?? [ticker]),
    }))
    for (const { entity, score, confidence } of extractByRules(words, entities).companies)
      news.push({ ticker: entity, knownAt, score, confidence })
  }
  return news.sort((a, b) => a.knownAt.getTime() - b.knownAt.getTime())
}

function articleOf(at: Place, text: string): Article {
  let found: Record<string, unknown> | null
  try {
    found = JSON.parse(text) as Record<string, unknown> | null
  } catch {
    throw wrong(at, 'a JSON object', text)
  }
  const title = found?.['title']
  if (!found || typeof title !== 'string') throw wrong(at, 'a title', text)
  const { date, time_et: time = null, description } = found
  if (time !== null && (typeof time !== 'string' || !/^([01]\d|2[0-3]):[0-5]\d$/.test(time)))
    throw wrong(at, 'time_et as HH:MM or null', JSON.stringify(time))
  const named = found['tickers_by_alias'] ?? found['tickers'] ?? []
  if (!Array.isArray(named)) throw wrong(at, 'tickers_by_alias as a list', JSON.stringify(named))
  return {
    words: typeof description === 'string' && description ? `${title}. ${description}` : title,
    date: needDate(at, typeof date === 'string' ? date : ''),
    time,
    named: named.map(String),
  }
}

function aliasesOf(data: string): Map<string, string[]> {
  const path = findFile(data, 'companies.csv')
  if (!path) return new Map()
  return new Map(
    [...readCsv(path, ['ticker', 'name', 'aliases'])].map((row) => {
      const names = [row.get('name'), ...row.get('aliases').split('|'), row.get('ticker')]
      return [row.get('ticker'), names.map((name) => name.trim()).filter(Boolean)]
    }),
  )
}

function occurrencesOf(text: string, names: readonly string[]): { start: number; end: number }[] {
  return names.flatMap((name) => {
    const start = text.indexOf(name)
    return start < 0 ? [] : [{ start, end: start + name.length }]
  })
}
