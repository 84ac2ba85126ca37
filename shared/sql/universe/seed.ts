/** Makes a universe tracked: its companies, their aliases, and a source for each kind of data. */

import type { Universe } from '../../contracts/universe.ts'
import { credibilityOf } from '../../domain/source/credibility.ts'
import { publisherIdOf } from '../../domain/source/publisher.ts'
import type { Seed, SourceDescriptor } from '../../domain/source/descriptor.ts'
import { sources } from '../../domain/source/sources.ts'
import { groupSecurities, type Security } from '../../domain/universe/securities.ts'
import { companyIdOf, readCompanies, saveCompanies } from './companies.ts'
import type { Sql } from '../open.ts'
import { tellNow } from './tracking.ts'
import { saveSources, type NewSource } from './sources.ts'

export type Seeded = {
  companies: number
  companiesNew: number
  sources: number
  sourcesNew: number
}

/**
 * Saves it all in one transaction; a second time changes nothing. Rows of one issuer are one company
 * with several securities; a ticker that is tracked as a company already stays the primary one.
 *
 * @param marketWideNews one news source for the whole market; otherwise one for each company.
 * @param now business time from which on they are tracked; absent: real time.
 */
export function seedUniverse(
  sql: Sql,
  universe: Universe,
  marketWideNews = true,
  now?: Date,
): Promise<Seeded> {
  return sql.begin(async (tx) => {
    if (now) await tellNow(tx, now)
    const tracked = new Set((await readCompanies(tx)).map(({ ticker }) => ticker))
    const companies = groupSecurities(universe.companies, tracked)
    const wanted = [
      ...marketSources(marketWideNews),
      ...feedSources(universe.feeds),
      ...companies.flatMap((company) => companySources(company, !marketWideNews)),
    ]
    const companiesNew = await saveCompanies(tx, companies, 'file')
    const sourcesNew = await saveSources(tx, wanted)
    return {
      companies: companies.length,
      companiesNew,
      sources: wanted.length,
      sourcesNew,
    }
  })
}

/** What every installation fetches once for all companies. */
export function marketSources(news: boolean): NewSource[] {
  const whole = [
    sourceOf(sources.market_api, sources.market_api.seeds.session),
    sourceOf(sources.reference, sources.reference.seeds.actions),
    sourceOf(sources.reference, sources.reference.seeds.details),
    sourceOf(sources.broker, sources.broker.seeds.account),
  ]
  return news ? [...whole, newsSource(null)] : whole
}

type Fetched = { ticker: string; cik?: string | undefined; securities?: readonly Security[] }

/** What is fetched for one company: bars of each security, filings where it files, its own news where asked. */
export function companySources(
  { ticker, cik, securities = [] }: Fetched,
  news = false,
): NewSource[] {
  const companyId = companyIdOf(ticker)
  const { market_api: market, filings_api: filings } = sources
  const others = securities.filter((security) => security.ticker !== ticker)
  return [
    sourceOf(market, market.seeds.company, { companyId }),
    ...others.map((security) => barsOf(companyId, security.ticker)),
    ...(cik
      ? [filings.seeds.company, filings.seeds.facts].map((seed) =>
          sourceOf(filings, seed, { companyId, config: { cik } }),
        )
      : []),
    ...(news ? [newsSource(companyId)] : []),
  ]
}

function barsOf(companyId: string, ticker: string): NewSource {
  const { market_api: market } = sources
  const source = sourceOf(market, market.seeds.company, { companyId, config: { ticker } })
  return { ...source, sourceName: `${source.sourceName} ${ticker}` }
}

function newsSource(companyId: string | null): NewSource {
  return sourceOf(sources.news_api, sources.news_api.seeds.news, { companyId })
}

function feedSources(feeds: Universe['feeds']): NewSource[] {
  return feeds.map(({ name, url, macro, owner }) => {
    const descriptor = macro ? sources.macro_news : sources.web_scrape
    const source = sourceOf(descriptor, descriptor.seeds.feed, {
      config: { url, ...(owner ? { owner } : {}) },
    })
    return {
      ...source,
      sourceName: name,
      credibilityScore: credibilityOf(publisherIdOf(owner ?? url), source.credibilityScore),
    }
  })
}

/** A source as its descriptor seeds it; `config` replaces what only the one source knows. */
function sourceOf(
  { type, credibility }: SourceDescriptor,
  { sourceName, config }: Seed,
  own: { companyId?: string | null; config?: Record<string, unknown> } = {},
): NewSource {
  return {
    companyId: own.companyId ?? null,
    sourceType: type,
    sourceName,
    config: { ...config, ...own.config },
    credibilityScore: credibility,
  }
}
