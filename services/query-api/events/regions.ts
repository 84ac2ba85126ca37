/** Where in the world events are, counted. */

import type { RegionRow } from '#shared/contracts/api/events.ts'
import type { Served } from '#shared/contracts/api/route.ts'
import type { Db } from '#shared/sql/open.ts'
import { isAsked, type EventFilter } from './filter.ts'

/** More names than any reader gives. */
const REGIONS_MAX = 100

type Counted = { regions: Served<RegionRow>[]; nowhere: number; events: number }

/** Each region with its events, the most told of first; `nowhere` are those that name none. */
export async function countRegions(db: Db, filter: EventFilter, now: Date): Promise<Counted> {
  const [regions, [all]] = await Promise.all([
    db<Served<RegionRow>[]>`
      select region, count(*)::integer as events,
        (count(*) filter (where severity in ('critical', 'high')))::integer as grave,
        (count(*) filter (where direction = any(${[...WORSE]})))::integer as worse,
        (count(*) filter (where direction = any(${[...BETTER]})))::integer as better
      from global_events events, jsonb_array_elements_text(affected_regions) as region
      where ${isAsked(db, filter, now)}
      group by region order by events desc, region limit ${REGIONS_MAX}`,
    db<{ events: number; nowhere: number }[]>`
      select count(*)::integer as events,
        (count(*) filter (where affected_regions = '[]'))::integer as nowhere
      from global_events events where ${isAsked(db, filter, now)}`,
  ])
  return { regions, nowhere: all?.nowhere ?? 0, events: all?.events ?? 0 }
}

const WORSE = [
  'supply_disruption',
  'cost_increase',
  'regulatory_pressure',
  'geopolitical_risk',
  'trade_barrier',
] as const
const BETTER = [
  'trade_agreement',
  'stimulus',
  'rate_cut',
  'deregulation',
  'subsidy',
  'demand_increase',
  'supply_recovery',
] as const
