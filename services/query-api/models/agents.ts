/** Agents with their variants, and how each fares. */

import type { AgentRow, VariantRow } from '#shared/contracts/api/agents.ts'
import type { Served } from '#shared/contracts/api/route.ts'
import { AGENT_SLUGS } from '#shared/contracts/sets.ts'
import { readFailuresInARow } from '#shared/sql/agents/failures.ts'
import type { Db } from '#shared/sql/open.ts'
import { readFigures } from './figures.ts'

type Settings = Omit<Served<AgentRow>, 'figures' | 'variants' | 'failuresInARow'>
type Variant = Omit<Served<VariantRow>, 'figures' | 'failuresInARow'> & { agentId: string }

/** All agents, in the order in which documents come by them. */
export async function listAgents(db: Db, hours: number, now: Date): Promise<Served<AgentRow>[]> {
  const [agents, variants, figuresOf, failures] = await Promise.all([
    db<Settings[]>`
      select agent_id, slug, purpose, document_types, enabled, model, system_prompt, input_tokens_max,
        tokens_per_hour_max, when_away, system_owned, version
      from ai_agents order by array_position(${[...AGENT_SLUGS]}::text[], slug), slug`,
    db<Variant[]>`
      select agent_id, variant_id, name, model, system_prompt, input_tokens_max, tokens_per_hour_max,
        traffic_share, active, version
      from agent_variants order by active desc, name collate "C"`,
    readFigures(db, hours, now),
    readFailuresInARow(db, now),
  ])
  const failuresOf = (slug: string, variantId: string | null) =>
    failures.find((one) => one.slug === slug && one.variantId === variantId)?.failures ?? 0
  return agents.map((agent) => ({
    ...agent,
    failuresInARow: failuresOf(agent.slug, null),
    figures: figuresOf({ agentId: agent.agentId, variantId: null }),
    variants: variants
      .filter(({ agentId }) => agentId === agent.agentId)
      .map(({ agentId, ...variant }) => ({
        ...variant,
        failuresInARow: failuresOf(agent.slug, variant.variantId),
        figures: figuresOf({ agentId, variantId: variant.variantId }),
      })),
  }))
}
