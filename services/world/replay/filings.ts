/**
 * Real filings beside a data folder (`sec/`), given to the companies of the replay.
 *
 * A filing whose day lies in the replay keeps it. Any other is moved to a day of the replay that
 * the seed decides, and says so: better a filing on a made day than none at all.
 */

import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { newYorkInstant } from '#shared/domain/market/calendar.ts'
import { openRandom } from '../contents/random.ts'
import type { WorldCompany, WorldFiling } from '../contents/world.ts'
import { readText } from '#shared/host/data-folder.ts'
import { paperOf, type Paper } from './paper.ts'

/** `days`: sessions of the replay; `first` and `last`: its inclusive dates. */
export type ReplaySpan = { seed: number; days: readonly string[]; first: string; last: string }

export type Filed = { companies: WorldCompany[]; filings: WorldFiling[]; notes: string[] }

/** Companies with their CIKs, and what is filed; both as they were where there is no `sec`. */
export function readFilings(folder: string, companies: WorldCompany[], span: ReplaySpan): Filed {
  const sec = [join(folder, 'sec'), join(folder, '..', 'sec')].find(existsSync)
  if (!sec) return { companies, filings: [], notes: ['No filings: no folder sec beside the data.'] }
  const filings = papersIn(join(sec, 'filings'))
    .map((paper) => filingOf(paper, sec, span))
    .filter((filing) => filing !== undefined)
    .sort(
      (a, b) =>
        a.filedAt.getTime() - b.filedAt.getTime() ||
        (a.accessionNumber < b.accessionNumber ? -1 : 1),
    )
  const moved = filings.filter(({ movedFrom }) => movedFrom !== undefined).length
  return {
    companies: withCik(companies, join(sec, 'reference/company_tickers.json')),
    filings,
    notes: [
      `${filings.length} real filings; ${moved} of them are of another day and were moved ` +
        'into the replay by the seed.',
    ],
  }
}

/** Every 8-K, 10-Q and 10-K in a folder and the folders in it, in order of file name. */
function papersIn(folder: string): Paper[] {
  if (!existsSync(folder)) return []
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .sort()
    .filter((name) => /\.(html?|txt)(\.gz)?$/.test(name))
    .map((name) => paperOf(name, readText(join(folder, name))))
    .filter((paper) => paper !== undefined)
}

function filingOf(paper: Paper, sec: string, span: ReplaySpan): WorldFiling | undefined {
  const random = openRandom(span.seed, 'filing', paper.cik, paper.file)
  const inside = paper.date >= span.first && paper.date <= span.last
  const day = inside ? paper.date : span.days[random.whole(0, span.days.length - 1)]
  if (day === undefined) return undefined
  const drawn = newYorkInstant(day, `16:${random.whole(10, 59)}`)
  const listed = listedAs(paper, sec)
  const made = `${paper.cik}-${paper.date.slice(2, 4)}-${String(random.whole(900_000, 999_999))}`
  return {
    cik: paper.cik,
    accessionNumber: paper.accessionNumber ?? listed?.accessionNumber ?? made,
    form: paper.form,
    filedAt: inside && paper.acceptedAt ? paper.acceptedAt : drawn,
    primaryDocument: paper.document,
    mediaType: 'text/html',
    body: Buffer.from(paper.html),
    registrant: paper.registrant,
    ...(listed ? { items: listed.items } : {}),
    ...(inside ? {} : { movedFrom: paper.date }),
  }
}

type Listed = { accessionNumber: string; items: string }

/** The filing's row in a recorded submissions file of its company, found by form and day. */
function listedAs(paper: Paper, sec: string): Listed | undefined {
  const folder = join(sec, 'submissions')
  const name = existsSync(folder)
    ? readdirSync(folder).find((file) => file.startsWith(`CIK${paper.cik}_`))
    : undefined
  if (name === undefined) return undefined
  const { filings } = JSON.parse(readFileSync(join(folder, name), 'utf8')) as {
    filings: {
      recent: Record<'accessionNumber' | 'form' | 'filingDate' | 'reportDate' | 'items', string[]>
    }
  }
  const { accessionNumber, form, filingDate, reportDate, items } = filings.recent
  const row = form.findIndex(
    (each, index) =>
      each === paper.form && (filingDate[index] === paper.date || reportDate[index] === paper.date),
  )
  return row < 0
    ? undefined
    : { accessionNumber: accessionNumber[row] ?? '', items: items[row] ?? '' }
}

/** CIKs by ticker from EDGAR's list, where the name agrees too: tickers are given out again. */
function withCik(companies: WorldCompany[], path: string): WorldCompany[] {
  if (!existsSync(path)) return companies
  const rows = Object.values(
    JSON.parse(readFileSync(path, 'utf8')) as Record<
      string,
      { cik_str: number; ticker: string; title: string }
    >,
  )
  const byTicker = new Map(rows.map((row) => [row.ticker, row]))
  return companies.map((company) => {
    const row = byTicker.get(company.ticker)
    const word =
      company.name
        .replace(/'/g, '')
        .split(/[\s.-]/)[0]
        ?.toLowerCase() ?? ''
    if (company.cik !== undefined || !row?.title.toLowerCase().includes(word)) return company
    return { ...company, cik: String(row.cik_str).padStart(10, '0') }
  })
}
