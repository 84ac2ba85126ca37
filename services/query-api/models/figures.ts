/** How agents and their variants fared: calls, tokens, waits, failures, agreement with rules. */

import type { AgentFigures } from '#shared/contracts/api/agents.ts'
import type { Served } from '#shared/contracts/api/route.ts'
import { HOUR_MS } from '#shared/domain/spans.ts'
import type { Db } from '#shared/sql/open.ts'

type Figures = Served<AgentFigures>
type Of = { agentId: string; variantId: string | null }

const none: Figures = {
  calls: 0,
  answered: 0,
  kept: 0,
  failures: [],
  tokensIn: 0,
  tokensOut: 0,
  callsEstimated: 0,
  latencyMsHalf: null,
  latencyMsNineteenOfTwenty: null,
  inputsCut: 0,
  compared: 0,
  agreed: 0,
  lastModel: '',
  lastModelVersion: '',
  lastPromptVersion: '',
  lastSchemaVersion: '',
  lastAt: null,
  calibration: null,
  tokensReserved: 0,
  tokensSpent: 0,
}

/** Figures since `hours` before `now`, by agent and variant; zeros where nothing was asked. */
export async function readFigures(db: Db, hours: number, now: Date): Promise<(of: Of) => Figures> {
  const since = new Date(now.getTime() - hours * HOUR_MS)
  const hour = new Date(Math.floor(now.getTime() / HOUR_MS) * HOUR_MS)
  const [went, spent] = await Promise.all([
    readWent(db, since),
    db<(Of & Pick<Figures, 'tokensReserved' | 'tokensSpent'>)[]>`
      select agent_id, variant_id, reserved as tokens_reserved, spent as tokens_spent
      from agent_token_hours where hour = ${hour}`,
  ])
  const found = new Map<string, Figures>()
  for (const { agentId, variantId, ...row } of [...went, ...spent]) {
    const key = variantId ?? agentId
    found.set(key, { ...(found.get(key) ?? none), ...row })
  }
  return ({ agentId, variantId }) => found.get(variantId ?? agentId) ?? none
}

/** A question that no model was asked has a code of its own, which no call has. */
function readWent(db: Db, since: Date) {
  const asked = db`(outcome <> 'kept' and outcome not like 'agent\\_%')`
  return db<(Of & Omit<Figures, 'tokensReserved' | 'tokensSpent'>)[]>`
    with looked as materialized (
      select *, coalesce(variant_id, agent_id) as reader from agent_performance_log where at > ${since}
    ), failed as (
      select reader, jsonb_agg(jsonb_build_object('code', outcome, 'times', times)
        order by times desc, outcome) as failures
      from (select reader, outcome, count(*)::int as times from looked
        where outcome not in ('answered', 'kept') group by 1, 2) one
      group by reader
    ), last as (
      select distinct on (reader) reader, model, model_version, prompt_version, schema_version,
        at from looked
      where outcome = 'answered' order by reader, agent_performance_id desc
    ), went as (
      select agent_id, variant_id, reader,
        count(*) filter (where ${asked})::int as calls,
        count(*) filter (where outcome = 'answered')::int as answered,
        count(*) filter (where outcome = 'kept')::int as kept,
        sum(tokens_in)::float8 as tokens_in, sum(tokens_out)::float8 as tokens_out,
        count(*) filter (where tokens_estimated)::int as calls_estimated,
        percentile_cont(0.5) within group (order by latency_ms) filter (where ${asked}) as latency_ms_half,
        percentile_cont(0.95) within group (order by latency_ms) filter (where ${asked})
          as latency_ms_nineteen_of_twenty,
        count(*) filter (where input_was_cut and ${asked})::int as inputs_cut,
        coalesce(sum(compared) filter (where outcome = 'answered'), 0)::int as compared,
        coalesce(sum(agreed) filter (where outcome = 'answered'), 0)::int as agreed
      from looked group by agent_id, variant_id, reader
    )
    select agent_id, variant_id, calls, answered, kept, tokens_in, tokens_out, calls_estimated, latency_ms_half,
      latency_ms_nineteen_of_twenty, inputs_cut, compared, agreed, coalesce(failures, '[]') as failures,
      coalesce(last.model, '') as last_model, coalesce(last.model_version, '') as last_model_version,
      coalesce(last.prompt_version, '') as last_prompt_version,
      coalesce(last.schema_version, '') as last_schema_version, last.at as last_at,
      case when fitted.model is not null then jsonb_build_object('fittedOn', fitted.fitted_on,
        'checkedOn', fitted.checked_on, 'eceBefore', fitted.ece_before, 'eceAfter', fitted.ece_after)
        end as calibration
    from went left join failed using (reader) left join last using (reader)
    left join reader_calibrations fitted on fitted.model = last.model
      and fitted.model_version = last.model_version and fitted.prompt_version = last.prompt_version`
}
