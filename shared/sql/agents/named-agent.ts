/** Tables `ai_agents` and `agent_variants`: an agent or a variant by its name. */

import {
  asVariant,
  type Agent,
  type AgentSlug,
  type AgentVariant,
} from '../../domain/agent/agent.ts'
import type { Db } from '../open.ts'
import { readAgent } from './agents.ts'

/** What is asked under a name, and the names that there are, in their order. */
export type AgentNamed = { found: Agent | undefined; names: string[] }

/** The agent itself by its slug, or its variant of a name, at rest or not. */
export async function readAgentNamed(db: Db, slug: AgentSlug, name: string): Promise<AgentNamed> {
  const agent = await readAgent(db, slug)
  const variants = await db<AgentVariant[]>`
    select variant_id, name, v.model, v.system_prompt, v.input_tokens_max, v.tokens_per_hour_max,
      traffic_share, active
    from agent_variants v join ai_agents using (agent_id) where slug = ${slug} order by name`
  const names = variants.map((variant) => variant.name)
  const variant = variants.find((one) => one.name === name)
  if (!agent) return { found: undefined, names }
  const own = name === slug ? agent : undefined
  return { found: variant ? asVariant(agent, variant) : own, names }
}
