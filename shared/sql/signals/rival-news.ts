/** What propagation to rivals reads and writes: fresh news, past events of its kind, rivals, and the records. */

import type { Propagated } from '../../domain/competitive/propagate.ts'
import type { PatternBar } from '../../domain/competitive/pattern.ts'
import type { Relationship } from '../../contracts/sets.ts'
import type { Catalyst } from '../../domain/document/reading/reading.ts'
import { deriveId } from '../../host/ids.ts'
import { readBarsBefore } from '../market/bars.ts'
import type { Db, Tx } from '../open.ts'

export type FreshNews = {
  impactId: string
  documentId: string
  publishedAt: Date
  sentiment: 'positive' | 'negative'
  /** In [0, 1]. */
  impactScore: number
  catalyst: Catalyst
}

/** Pieces of news that one round of a ticker propagates at most: the strongest. */
const NEWS_MAX = 3
const SAMPLES_MAX = 250
const RIVALS_READ = 10

/** The strongest of the given impacts that take a side; one a catalyst and side. */
export async function readFreshNews(db: Db, impactIds: readonly string[]): Promise<FreshNews[]> {
  if (impactIds.length === 0) return []
  return db<FreshNews[]>`
    select * from (
      select distinct on (catalyst, sentiment) impact_id, document_id, published_at, sentiment,
        impact_score, catalyst
      from document_impact_records
      where impact_id = any(${[...impactIds]}::uuid[]) and sentiment in ('positive', 'negative')
      order by catalyst, sentiment, impact_score desc, impact_id
    ) strongest
    order by impact_score desc, impact_id limit ${NEWS_MAX}`
}

/**
 * When such news came before: one moment a session (from four in New York on, news is of the next), more than a
 * day before `asOf`, newest first. What is
 * read at `asOf` itself is left out, so that no answer depends on which of two jobs came first.
 */
export async function readPastNews(
  db: Db,
  ticker: string,
  { catalyst, sentiment }: Pick<FreshNews, 'catalyst' | 'sentiment'>,
  { since, asOf }: { since: Date; asOf: Date },
): Promise<Date[]> {
  const rows = await db<{ at: Date }[]>`
    select max(published_at) as at from document_impact_records
    where ticker = ${ticker} and is_current and catalyst = ${catalyst} and sentiment = ${sentiment}
      and published_at > ${since} and published_at < ${asOf} and extracted_at < ${asOf}
    group by ((published_at at time zone 'America/New_York') + interval '8 hours')::date
    having max(published_at) < ${asOf}::timestamptz - interval '1 day'
    order by 1 desc limit ${SAMPLES_MAX}`
  return rows.map(({ at }) => at)
}

export type Rival = { ticker: string; type: Relationship; strength: number }

/** Active rivals of a ticker, the closest first; of who depends on whom, those that depend on it. */
export function readRivals(db: Db, ticker: string): Promise<Rival[]> {
  return db<Rival[]>`
    select other.ticker, relationship_type as type, strength
    from companies own
    join competitor_relationships r on own.company_id in (r.company_id, r.competitor_id)
    join companies other on other.company_id
      = case when r.company_id = own.company_id then r.competitor_id else r.company_id end
    where own.ticker = ${ticker} and other.active
      and (relationship_type <> 'supply_chain_adjacent' or r.company_id = own.company_id)
    order by strength desc, other.ticker collate "C" limit ${RIVALS_READ}`
}

/** A ticker's closes for patterns: a year's sessions and the month behind them. */
export async function readPatternBars(db: Db, ticker: string, asOf: Date): Promise<PatternBar[]> {
  const bars = await readBarsBefore(db, ticker, PATTERN_BARS, asOf)
  return bars.map(({ sessionDate, close }) => ({ sessionDate, close: Number(close) }))
}
const PATTERN_BARS = 285

export type RivalSignal = Propagated & { news: FreshNews; rival: Rival }

/** A signal is known by the news and whom it reaches. */
export function competitiveIdOf(impactId: string, target: string): string {
  return deriveId('competitive', impactId, target)
}

/**
 * Stores signals that reach rivals of one source, in place of what an earlier job said at this moment; what
 * reached them before it stands.
 */
export async function saveRivalSignals(
  tx: Tx,
  source: string,
  signals: readonly RivalSignal[],
  now: Date,
): Promise<void> {
  await tx`delete from competitive_signal_records where source_ticker = ${source} and created_at = ${now}`
  if (signals.length === 0) return
  const rows = signals.map(({ news, rival, pattern, basis, ...made }) => ({
    competitive_signal_id: competitiveIdOf(news.impactId, rival.ticker),
    source_ticker: source,
    target_ticker: rival.ticker,
    document_id: news.documentId,
    impact_id: news.impactId,
    catalyst: news.catalyst,
    direction: made.direction,
    strength: made.strength,
    pattern_confidence: made.patternConfidence,
    relationship_type: rival.type,
    relationship_strength: rival.strength,
    components: { news: news.impactScore, basis, ...pattern },
    published_at: news.publishedAt.toISOString(),
    created_at: now.toISOString(),
  }))
  await tx`
    insert into competitive_signal_records (competitive_signal_id, source_ticker, target_ticker,
      document_id, impact_id, catalyst, direction, strength, pattern_confidence, relationship_type,
      relationship_strength, components, published_at, created_at)
    select competitive_signal_id, source_ticker, target_ticker, document_id, impact_id, catalyst,
      direction, strength, pattern_confidence, relationship_type, relationship_strength, components,
      published_at, created_at
    from jsonb_populate_recordset(null::competitive_signal_records, ${tx.json(rows)})
    on conflict (competitive_signal_id) do nothing`
}
