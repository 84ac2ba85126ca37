/** Opens a world: a data folder replayed, or a market made from a seed. */

import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { newYorkDate, newYorkInstant, shiftDate } from '#shared/domain/market/calendar.ts'
import { readBarFile } from './replay/bars.ts'
import { readCompanyFile } from './replay/companies.ts'
import { readFilings } from './replay/filings.ts'
import { DataFolderError, findFile } from '#shared/host/data-folder.ts'
import { readNewsFile } from './replay/news.ts'
import { readPages } from './replay/pages.ts'
import { makeWorld } from './simulated/world.ts'
import type { World } from './contents/world.ts'

export type WorldOptions = {
  /** A folder with news.jsonl, bars.csv and companies.csv, plain or gzipped; absent: simulated. */
  data?: string
  /** First and last day in New York, YYYY-MM-DD, both inclusive. */
  from?: string
  to?: string
  seed: number
  /** First day of a simulated world without `from`; 2026-01-05 unless told. */
  start?: Date
}

const START = new Date('2026-01-05T12:00:00Z')

/**
 * The world the options describe; the same options and data give the same world.
 *
 * @throws DataFolderError naming file, line, what was wanted and what was found.
 * @throws RangeError when `from` is after `to`.
 */
export async function openWorld(options: WorldOptions): Promise<World> {
  const { data, from, to, seed } = options
  if (from !== undefined && to !== undefined && from > to) {
    throw new RangeError(`Open a world: expected from to be at most to, found ${from} and ${to}`)
  }
  if (data !== undefined) return replayFolder(folderOf(data), options)
  return makeWorld({
    seed,
    start: options.start ?? START,
    ...(from === undefined ? {} : { from }),
    ...(to === undefined ? {} : { to }),
  })
}

/** The folder itself, or its `replay` where that holds the files. */
function folderOf(data: string): string {
  const inner = join(data, 'replay')
  return !findFile(data, 'news.jsonl') && existsSync(inner) ? inner : data
}

function replayFolder(folder: string, options: WorldOptions): World {
  const { from, to, seed } = options
  const range = { ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }) }
  const companies = readCompanyFile(folder)
  const known = new Set(companies.map(({ ticker }) => ticker))
  const articles = readNewsFile(folder, known, seed, range)
  const { bars, notes } = readBarFile(folder, known, to)
  const first = from ?? dayOf(articles[0]?.publishedAt, folder, range)
  const last = to ?? dayOf(articles.at(-1)?.publishedAt, folder, range)
  const days = [...new Set([...bars.values()].flat().map(({ date }) => date))]
    .filter((date) => date >= first && date <= last)
    .sort()
  const span = { seed, days, first, last }
  const filed = readFilings(folder, companies, span)
  const hours = articles.filter(({ hourIsSynthetic }) => hourIsSynthetic).length
  return {
    label: 'replay',
    seed,
    from: newYorkInstant(first, '00:00'),
    to: newYorkInstant(shiftDate(last, 1), '00:00'),
    companies: filed.companies,
    articles,
    bars,
    filings: filed.filings,
    pages: readPages(folder, span),
    notes: [
      'Articles and daily bars are real.',
      `${hours} of ${articles.length} articles came without an hour; ` +
        'theirs is spread over the day by the seed.',
      'Prices inside a day are made so that they agree with the real bar of the day.',
      ...notes,
      ...filed.notes,
    ],
  }
}

function dayOf(
  at: Date | undefined,
  folder: string,
  range: { from?: string; to?: string },
): string {
  if (at) return newYorkDate(at)
  const { from = 'the beginning', to = 'the end' } = range
  throw new DataFolderError(`Read ${folder}: expected articles from ${from} to ${to}, found none`)
}
