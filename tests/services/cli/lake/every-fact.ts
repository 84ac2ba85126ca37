/** Rows of which every table of the lake holds at least one. */

import type { Objects } from '#shared/clients/objects/store.ts'
import type { Sql } from '#shared/sql/open.ts'
import { fillFixture } from '../../query-api/fixture.ts'

export async function fillEveryFact(sql: Sql, objects: Objects): Promise<void> {
  await fillFixture(sql, objects)
  await sql`insert into stage_samples values ('parser', '2019-01-03T15:00:00Z', '2019-01-03T15:00:00Z', 3, 1, false)`
  await sql`insert into position_days (day_date, ticker, taken_at, quantity, entry_price_avg, mark_price, marked_at, opened_at)
    values ('2019-01-03', 'AAPL', '2019-01-04T05:00:00Z', -1.5, 142.19, 143, '2019-01-03T21:00:00Z', '2019-01-03T15:00:00Z')`
  await sql`insert into trend_projections (ticker, horizon, as_of, trend_id, direction, strength, confidence,
      low_confidence, macro_contribution_pct, diverges_from_current, components)
    values ('AAPL', '7d', '2019-06-03T15:00:00Z', gen_random_uuid(), 'bullish', 0.5, 0.5, false, 0, false, '{}')`
  await sql`insert into competitor_relationships (company_id, competitor_id, relationship_type, strength, relationship_id)
    select a.company_id, b.company_id, 'direct_rival', 0.5, gen_random_uuid()
    from companies a, companies b where a.company_id <> b.company_id limit 1`
  await sql`insert into counterfactuals (recommendation_id, kind, code, ticker, decided_at, state, looked_at, profit)
    values (gen_random_uuid(), 'skipped', 'spread', 'AAPL', now(), 'open', now(), '-12.345678')`
  await sql`insert into agent_performance_log (agent_id, at, latency_ms, outcome, model, schema_version)
    select agent_id, now(), 12, 'done', 'm', 'abcdef01' from ai_agents limit 1`
}
