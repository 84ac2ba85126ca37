/** Table `agent_performance_log`: calls that went wrong, one after the other. */

import type { Db } from '../open.ts'

/** Further back nobody counts. */
const LOOKED_AT = 50
/** Who asked nothing for so long has no trouble any more. */
const FRESH_HOURS = 6

export type FailuresInARow = { slug: string; variantId: string | null; failures: number }

/**
 * For each agent, and each active variant by itself, the failures in a row up to its newest call in the
 * hours before `now`. What no model was asked for is no call, but for one that is away: nothing was read
 * then either.
 */
export function readFailuresInARow(db: Db, now: Date): Promise<FailuresInARow[]> {
  return db<FailuresInARow[]>`
    with readers as (
      select slug, agent_id, null::uuid as variant_id from ai_agents where enabled
      union all
      select slug, agent_id, variant_id from agent_variants join ai_agents using (agent_id)
      where enabled and active
    )
    select slug, variant_id, (
      select count(*)::int from (
        select bool_or(outcome = 'answered') over (order by agent_performance_id desc) as was_answered
        from (
          select agent_performance_id, outcome from agent_performance_log log
          where log.agent_id = reader.agent_id and log.variant_id is not distinct from reader.variant_id
            and outcome not in ('kept', 'agent_over_budget')
            and at > ${now}::timestamptz - make_interval(hours => ${FRESH_HOURS})
          order by agent_performance_id desc limit ${LOOKED_AT}
        ) newest
      ) one where not was_answered
    ) as failures
    from readers reader order by slug, variant_id nulls first`
}
