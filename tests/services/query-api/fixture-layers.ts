/** What the small day knows beside companies' own news: events of the world, whom they hit, and rivals. */

import { deriveId } from '#shared/host/ids.ts'
import type { Sql } from '#shared/sql/open.ts'
import { ids, minutesAgo, NOW } from './fixture-base.ts'

const EVENTS = [
  {
    place: 8,
    eventType: 'supply_disruption',
    severity: 'high',
    direction: 'supply_disruption',
    regions: ['Middle East'],
    sectors: ['Energy'],
    commodities: ['oil'],
    hits: [
      ['XOM', 0.42, 1],
      ['AMZN', 0.11, -1],
    ],
  },
  {
    place: 10,
    eventType: 'trade_barrier',
    severity: 'critical',
    direction: 'trade_barrier',
    regions: ['US', 'China'],
    sectors: ['Information Technology'],
    commodities: ['semiconductors'],
    hits: [
      ['AAPL', 0.55, -1],
      ['NVDA', 0.48, -1],
      ['MSFT', 0.08, -1],
      ['AMZN', 0.07, -1],
      ['JPM', 0.02, -1],
    ],
  },
  {
    place: 11,
    eventType: 'monetary_easing',
    severity: 'moderate',
    direction: 'rate_cut',
    regions: [],
    sectors: ['Financials'],
    commodities: [],
    hits: [],
  },
] as const

export const eventId = (place: number) => deriveId('fixture', 'event of', place)

export async function fillLayers(sql: Sql): Promise<void> {
  for (const event of EVENTS) {
    const { place, regions, sectors, commodities, hits } = event
    const globalEventId = eventId(place)
    const at = minutesAgo(6 + place * 17)
    await sql`update documents set document_type = 'macro_event' where document_id = ${ids.document(place)}`
    await sql`insert into global_events (global_event_id, document_id, event_type, severity, direction,
        affected_regions, affected_sectors, affected_commodities, is_international, confidence, summary,
        quotes, model, model_version, prompt_version, occurred_at, classified_at)
      values (${globalEventId}, ${ids.document(place)}, ${event.eventType}, ${event.severity},
        ${event.direction}, ${sql.json([...regions])}, ${sql.json([...sectors])},
        ${sql.json([...commodities])}, ${regions.length > 1}, 0.6, ${`It is a ${event.eventType}.`},
        '[]', 'rules', 'v1', 'v1', ${at}, ${at})`
    for (const [ticker, score, direction] of hits)
      await sql`insert into macro_impact_records (macro_impact_id, global_event_id, company_id, ticker,
          score, direction, components, computed_at, document_id, profile_version, duration, occurred_at,
          known_at)
        values (${deriveId('fixture', 'hit', globalEventId, ticker)}, ${globalEventId},
          ${ids.company(ticker)}, ${ticker}, ${score}, ${direction},
          ${sql.json({ severity: 0.75, geography: 0.6, supply: 0.5, commodity: 1, sector: 1, tier: 0.85, confidence: 0.6 })},
          ${at}, ${ids.document(place)}, 1, 'medium_term', ${at}, ${at})`
  }
  await sql`insert into competitive_signal_records (competitive_signal_id, source_ticker, target_ticker,
      document_id, catalyst, direction, strength, pattern_confidence, created_at, impact_id,
      relationship_type, relationship_strength, published_at)
    values (${deriveId('fixture', 'competitive')}, 'MSFT', 'AAPL', ${ids.document(3)}, 'major_litigation',
      1, 0.34, 0.61, ${NOW}, ${deriveId('fixture', 'impact of rival')}, 'direct_rival', 0.8, ${NOW})`
}
