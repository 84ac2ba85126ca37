/** Tables `ai_agents` and `agent_variants` as those who ask a model read them. */

import {
  chooseVariant,
  type Agent,
  type AgentSlug,
  type AgentVariant,
} from '../../domain/agent/agent.ts'
import type { Db, Sql } from '../open.ts'

/** Real time for which settings are held: a change is at work everywhere after a minute. */
const HELD_MS = 60_000

type Settings = { agent: Agent; variants: AgentVariant[] }

/** A function that gives the agent as one document meets it; concurrent callers share one look. */
export function openAgents(
  sql: Sql,
  elapsed: () => number = () => performance.now(),
): (slug: AgentSlug, documentId: string) => Promise<Agent> {
  let held: Map<AgentSlug, Settings> | undefined
  let lookedAt = 0
  let looking: Promise<Map<AgentSlug, Settings>> | undefined
  const look = async () => {
    held = await readSettings(sql)
    lookedAt = elapsed()
    return held
  }
  const settings = async () => {
    if (held && elapsed() - lookedAt < HELD_MS) return held
    looking ??= look().finally(() => {
      looking = undefined
    })
    return looking
  }
  return async (slug, documentId) => {
    const found = (await settings()).get(slug)
    if (!found) throw new RangeError(`Read the agent ${slug}: there is none`)
    return chooseVariant(found.agent, found.variants, documentId)
  }
}

const ofAgent = (
  db: Db,
) => db`agent_id, null as variant_id, slug, model, system_prompt, input_tokens_max,
  tokens_per_hour_max, 'agent' as budget_of, when_away, enabled`

/** An agent's own settings; undefined where there is none. */
export async function readAgent(db: Db, slug: AgentSlug): Promise<Agent | undefined> {
  const [agent] = await db<Agent[]>`select ${ofAgent(db)} from ai_agents where slug = ${slug}`
  return agent
}

async function readSettings(db: Db): Promise<Map<AgentSlug, Settings>> {
  const agents = await db<Agent[]>`select ${ofAgent(db)} from ai_agents`
  const variants = await db<(AgentVariant & { agentId: string })[]>`
    select agent_id, variant_id, name, model, system_prompt, input_tokens_max, tokens_per_hour_max,
      traffic_share, active
    from agent_variants where active`
  return new Map(
    agents.map((agent) => [
      agent.slug,
      { agent, variants: variants.filter(({ agentId }) => agentId === agent.agentId) },
    ]),
  )
}
