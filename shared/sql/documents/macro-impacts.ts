/** Table `macro_impact_records`: whom an event of the world hits, how hard, and by which numbers. */

import {
  impactOf,
  type Exposed,
  type EventFacts,
  type MacroImpact,
} from '../../domain/macro/impact.ts'
import type { EventReading } from '../../domain/document/reading/reading.ts'
import { canonicalJson } from '../../host/canonical.ts'
import { deriveId, sha256 } from '../../host/ids.ts'
import type { Db, Tx } from '../open.ts'
import { eventIdOf } from './events.ts'
import type { ReadableDocument } from './readings.ts'

/** Tickers that are summed up at once for one event; the others are at the scheduler's next round. */
const JOBS_MAX = 25
/** And only where it may change what is thought of them. */
const JOB_SCORE_MIN = 0.15

type ExposedCompany = Exposed & { companyId: string; ticker: string; version: number }

/** Active companies with a profile that is in force, by ticker. */
async function readExposedCompanies(db: Db): Promise<ExposedCompany[]> {
  const rows = await db<{ exposed: string }[]>`
    select jsonb_build_object('companyId', c.company_id, 'ticker', ticker, 'sector', sector,
      'version', e.version, 'marketPosition', market_position, 'revenueRegions', revenue_regions,
      'supplyRegions', supply_regions, 'keyInputs', key_inputs, 'produces', produces)::text as exposed
    from exposure_profiles e join companies c using (company_id)
    where is_current and not is_withdrawn and active
    order by ticker collate "C"`
  // Regions are keys, which the driver would rename: they travel as text.
  return rows.map(({ exposed }) => JSON.parse(exposed) as ExposedCompany)
}

/** What an impact says beside its numbers: how long it lasts, and since when. */
type Span = Pick<EventReading, 'duration'> & { occurredAt: Date }

/** An impact is known by its event and company, and by all that trends and projections take from it. */
export function macroImpactIdOf(
  globalEventId: string,
  ticker: string,
  { score, direction, components, duration, occurredAt }: MacroImpact & Span,
): string {
  const made = sha256(canonicalJson({ score, direction, components, duration, occurredAt }))
  return deriveId('macro_impact', globalEventId, ticker, made)
}

type Hit = MacroImpact & { macroImpactId: string; company: ExposedCompany }

/**
 * Stores whom the event of a document hits, in place of what an earlier telling of it said; that stays,
 * for trends that rest on it. Safe to run again. `event` is null where the document tells of none, or of
 * one that is too unsure to count.
 *
 * The caller holds the document. Returns the tickers that are to be summed up for it at once.
 */
export async function saveMacroImpacts(
  tx: Tx,
  document: Pick<ReadableDocument, 'documentId' | 'version' | 'publishedAt'>,
  event: (EventFacts & Pick<EventReading, 'duration'>) | null,
  now: Date,
): Promise<string[]> {
  const eventId = eventIdOf(document.documentId)
  const told = event && { ...event, occurredAt: document.publishedAt }
  const hits = told ? findHits(eventId, told, await readExposedCompanies(tx)) : []
  const ids = hits.map(({ macroImpactId }) => macroImpactId)
  const gone = await tx<{ ticker: string }[]>`
    update macro_impact_records set is_current = false
    where global_event_id = ${eventId} and is_current and not macro_impact_id = any(${ids}::uuid[])
    returning ticker`
  const asked = new Set([...gone.map(({ ticker }) => ticker), ...mostHit(hits)])
  if (event) await insertHits(tx, { eventId, document, event, now }, hits, asked)
  return [...asked].sort()
}

function findHits(
  eventId: string,
  { duration, occurredAt, ...event }: EventFacts & Span,
  companies: ExposedCompany[],
): Hit[] {
  return companies.flatMap((company) => {
    const impact = impactOf(event, company)
    if (!impact) return []
    const made = { ...impact, duration, occurredAt }
    return [{ ...impact, company, macroImpactId: macroImpactIdOf(eventId, company.ticker, made) }]
  })
}

/** The hardest hit, so that one event never fills the list with five hundred jobs. */
function mostHit(hits: readonly Hit[]): string[] {
  return hits
    .filter(({ score }) => score >= JOB_SCORE_MIN)
    .sort(
      (one, other) =>
        other.score - one.score || (one.company.ticker < other.company.ticker ? -1 : 1),
    )
    .slice(0, JOBS_MAX)
    .map(({ company }) => company.ticker)
}

type Told = {
  eventId: string
  document: Pick<ReadableDocument, 'documentId' | 'version' | 'publishedAt'>
  event: Pick<EventReading, 'duration'>
  now: Date
}

async function insertHits(
  tx: Tx,
  { eventId, document, event, now }: Told,
  hits: readonly Hit[],
  asked: ReadonlySet<string>,
): Promise<void> {
  if (hits.length === 0) return
  const rows = hits.map(({ macroImpactId, company, score, direction, components }) => ({
    macro_impact_id: macroImpactId,
    company_id: company.companyId,
    ticker: company.ticker,
    score,
    direction,
    components,
    profile_version: company.version,
    known_at: new Date(now.getTime() + (asked.has(company.ticker) ? 0 : 1)).toISOString(),
  }))
  await tx`
    insert into macro_impact_records (macro_impact_id, global_event_id, company_id, ticker, score,
      direction, components, computed_at, document_id, document_version, event_version,
      profile_version, duration, occurred_at, known_at)
    select macro_impact_id, ${eventId}::uuid, company_id, ticker, score, direction, components,
      ${now}::timestamptz, ${document.documentId}::uuid, ${document.version},
      (select version from global_events where global_event_id = ${eventId}), profile_version,
      ${event.duration}, ${document.publishedAt}::timestamptz, known_at
    from jsonb_to_recordset(${tx.json(rows)}) as hit (macro_impact_id uuid, company_id uuid,
      ticker text, score double precision, direction smallint, components jsonb,
      profile_version integer, known_at timestamptz)
    on conflict (macro_impact_id) do update set is_current = true, known_at = excluded.known_at
      where not macro_impact_records.is_current`
}
