/** A database with made-up companies, to which anybody may tell anything through the real stages. */

import { readNewsItem } from '#shared/clients/polygon/read-news.ts'
import type { Reader } from '#shared/domain/document/reading/reading.ts'
import type { Rules } from '#shared/domain/rules/versions.ts'
import { credibilityOf } from '#shared/domain/source/credibility.ts'
import type { FoundDocument } from '#shared/domain/source/found.ts'
import { publisherIdOf } from '#shared/domain/source/publisher.ts'
import type { SourceDescriptor } from '#shared/domain/source/descriptor.ts'
import { sources } from '#shared/domain/source/sources.ts'
import { HOUR_MS } from '#shared/domain/spans.ts'
import type { Sql } from '#shared/sql/open.ts'
import { saveCompanies, type NewCompany } from '#shared/sql/universe/companies.ts'
import { saveSources, sourceIdOf } from '#shared/sql/universe/sources.ts'
import { openStageRun } from './stage-run.ts'
import type { ToldItem } from './telling.ts'

type LabDeps = {
  sql: Sql
  folder: string
  rules: Rules
}

/** The best that was said of a ticker. */
export type BestSaid = {
  action: string
  mode: string
  confidence: number
  suppressions: string[]
  ineligibilities: string[]
}

/** A Tuesday in a session of New York. */
export const LAB_NOW = new Date('2026-03-10T15:00:00.000Z')

export type Lab = Awaited<ReturnType<typeof openLab>>

/** Opens the lab on a migrated database that nobody else uses. */
export async function openLab({ sql, folder, rules }: LabDeps) {
  const wire = sourceOf(sources.news_api, {}, 'Wire of the lab')
  const page = sourceOf(sources.web_scrape, { url: 'https://page.example/' }, 'Pages of the lab')
  await sql.begin((tx) => saveSources(tx, [wire, page]))
  const runs = new Map<Reader, ReturnType<typeof openStageRun>>()
  const runOf = (reader: Reader) => {
    const run = runs.get(reader) ?? openStageRun({ sql, folder, rules, reader })
    runs.set(reader, run)
    return run
  }

  return {
    sql,
    /** Companies are told apart by names that are no words; the stages know them after this. */
    async found(companies: readonly { ticker: string; name: string }[]): Promise<void> {
      await sql.begin((tx) => saveCompanies(tx, companies.map(companyOf)))
    },

    /** Lets one source find what is told, all at one moment, and every stage do its work. */
    async tell(tellings: readonly ToldItem[], reader: Reader, at = LAB_NOW): Promise<void> {
      const pages = tellings.filter(({ html }) => html !== undefined)
      const items = tellings.filter(({ html }) => html === undefined)
      for (const [source, some] of [
        [wire, items.map((telling) => itemOf(telling, at))],
        [page, pages.map((telling) => pageOf(telling, at))],
      ] as const)
        if (some.length > 0)
          await runOf(reader).find(sourceIdOf(source), { documents: some, seen: {} }, at)
    },

    /** Lets the ticker be looked at as the scheduler has it, so many hours after all was told. */
    async wait(ticker: string, hours: number, reader: Reader): Promise<void> {
      await runOf(reader).lookAgain(ticker, before(LAB_NOW, -hours))
    },

    /** The best recommendation to act on a ticker, or the nearest to one. */
    async verdict(ticker: string): Promise<BestSaid | undefined> {
      const [row] = await sql<BestSaid[]>`
        select action, mode, confidence, suppressions, ineligibilities from recommendations
        where ticker = ${ticker}
        order by mode <> 'informational' desc, cardinality(suppressions) + cardinality(ineligibilities),
          confidence desc limit 1`
      return row
    },
  }
}

function companyOf({ ticker, name }: { ticker: string; name: string }): NewCompany {
  return { ticker, name: `${name} Inc.`, sector: 'Industrials', aliases: [name] }
}

function sourceOf(
  { type, credibility }: SourceDescriptor,
  config: Record<string, unknown>,
  sourceName: string,
) {
  return { companyId: null, sourceType: type, sourceName, config, credibilityScore: credibility }
}

/** As Polygon tells it, read as Polygon's items are. */
function itemOf({ url, publisher, title, text, hoursAgo }: ToldItem, at: Date): FoundDocument {
  const told = readNewsItem(
    {
      id: url,
      publisher: { name: publisher },
      title,
      published_utc: before(at, hoursAgo).toISOString(),
      article_url: url,
      tickers: [],
      description: text,
    },
    { now: at, lookBackDays: 30 },
  )
  if ('reject' in told) throw new RangeError(`Tell ${title}: ${told.reject.says}`)
  return told.document
}

/** A page as it was fetched from its own address. */
function pageOf({ url, publisher, title, html, hoursAgo }: ToldItem, at: Date): FoundDocument {
  const publisherDomain = publisherIdOf(url)
  return {
    documentType: 'article',
    identity: `page\n${url}`,
    ticker: '',
    title,
    url,
    author: null,
    publisher,
    publisherDomain: publisherDomain ?? null,
    summary: '',
    credibilityScore: credibilityOf(publisherDomain),
    publishedAt: before(at, hoursAgo),
    hourIsSynthetic: false,
    raw: { bucket: 'stonks-raw-web', bytes: Buffer.from(html ?? ''), mediaType: 'text/html' },
  }
}

function before(at: Date, hours = 0.1): Date {
  return new Date(at.getTime() - hours * HOUR_MS)
}
