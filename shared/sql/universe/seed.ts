/** Makes a universe tracked: its companies, their aliases, and a source for each kind of data. */

import type { Universe } from '../../contracts/universe.ts'
import { CREDIBILITY_SEC, credibilityOf } from '../../domain/source/credibility.ts'
import { companyIdOf, saveCompanies } from './companies.ts'
import type { Sql } from '../open.ts'
import { saveSources, type NewSource } from './sources.ts'

export type Seeded = {
  companies: number
  companiesNew: number
  sources: number
  sourcesNew: number
}

/**
 * Saves it all in one transaction; a second time changes nothing.
 *
 * @param marketWideNews one news source for the whole market; otherwise one for each company.
 */
export function seedUniverse(sql: Sql, universe: Universe, marketWideNews = true): Promise<Seeded> {
  const sources = [
    ...marketSources(marketWideNews),
    ...feedSources(universe.feeds),
    ...universe.companies.flatMap((company) => companySources(company, !marketWideNews)),
  ]
  return sql.begin(async (tx) => {
    const companiesNew = await saveCompanies(tx, universe.companies)
    const sourcesNew = await saveSources(tx, sources)
    return {
      companies: universe.companies.length,
      companiesNew,
      sources: sources.length,
      sourcesNew,
    }
  })
}

/** What every installation fetches once for all companies. */
export function marketSources(news: boolean): NewSource[] {
  const grouped: NewSource = {
    companyId: null,
    sourceType: 'market_api',
    sourceName: 'Polygon grouped daily',
    config: { kind: 'grouped_daily', polling_interval_seconds: 3600 },
    credibilityScore: 0.9,
  }
  const broker: NewSource = {
    companyId: null,
    sourceType: 'broker',
    sourceName: 'Alpaca',
    config: { polling_interval_seconds: 30 },
    credibilityScore: 1,
  }
  return news ? [grouped, broker, newsSource(null)] : [grouped, broker]
}

/** What is fetched for one company: bars, filings where it files, and its own news where asked. */
export function companySources(
  { ticker, cik }: { ticker: string; cik?: string | undefined },
  news = false,
): NewSource[] {
  const companyId = companyIdOf(ticker)
  const bars: NewSource = {
    companyId,
    sourceType: 'market_api',
    sourceName: 'Polygon bars',
    config: { kind: 'range', polling_interval_seconds: 604_800, history_days: 400 },
    credibilityScore: 0.9,
  }
  const filings: NewSource = {
    companyId,
    sourceType: 'filings_api',
    sourceName: 'SEC EDGAR',
    config: { cik: cik ?? '', polling_interval_seconds: 3600, lookback_days: 30 },
    credibilityScore: CREDIBILITY_SEC,
  }
  return [bars, ...(cik ? [filings] : []), ...(news ? [newsSource(companyId)] : [])]
}

function newsSource(companyId: string | null): NewSource {
  return {
    companyId,
    sourceType: 'news_api',
    sourceName: 'Polygon News',
    config: { polling_interval_seconds: 300, lookback_days: 7 },
    credibilityScore: 0.7,
  }
}

function feedSources(feeds: Universe['feeds']): NewSource[] {
  return feeds.map(({ name, url, macro }) => ({
    companyId: null,
    sourceType: macro ? 'macro_news' : 'web_scrape',
    sourceName: name,
    config: { format: 'feed', url, polling_interval_seconds: 900 },
    credibilityScore: credibilityOf(name),
  }))
}
