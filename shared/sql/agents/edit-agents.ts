/** Tables `ai_agents` and `agent_variants` as people change them. */

import type { AgentChange, VariantBody, VariantChange } from '../../contracts/api/agents.ts'
import type { Db, Tx } from '../open.ts'

/** What of an agent or a variant an edit may change, and its version. */
export type EditedAgent = {
  agentId: string
  variantId?: string
  name: string
  version: number
  systemOwned: boolean
} & Readonly<Record<string, unknown>>

/** Locks an agent for an edit; undefined where there is none. */
export async function lockAgent(tx: Tx, agentId: string): Promise<EditedAgent | undefined> {
  const [row] = await tx<EditedAgent[]>`
    select agent_id, slug as name, version, system_owned, enabled, model, system_prompt, input_tokens_max,
      tokens_per_hour_max, when_away
    from ai_agents where agent_id = ${agentId} for update`
  return row
}

/** Locks a variant's agent, and then the variant. */
export async function lockVariant(tx: Tx, variantId: string): Promise<EditedAgent | undefined> {
  await tx`
    select from ai_agents
    where agent_id = (select agent_id from agent_variants where variant_id = ${variantId}) for update`
  const [row] = await tx<EditedAgent[]>`
    select variant_id, agent_id, name, version, false as system_owned, active, model, system_prompt,
      input_tokens_max, tokens_per_hour_max, traffic_share
    from agent_variants where variant_id = ${variantId} for update`
  return row
}

/** What is undefined stays as it is. */
const only = (change: object): Record<string, string | number | boolean | null> =>
  Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined))

export async function changeAgent(
  tx: Tx,
  agentId: string,
  { version: _madeOn, ...change }: AgentChange,
): Promise<void> {
  const set = only(change)
  if (Object.keys(set).length > 0)
    await tx`update ai_agents set ${tx(set)} where agent_id = ${agentId}`
  await tx`update ai_agents set version = version + 1, updated_at = clock_timestamp()
    where agent_id = ${agentId}`
}

export async function addVariant(
  tx: Tx,
  variant: VariantBody & { variantId: string; agentId: string },
): Promise<void> {
  await tx`insert into agent_variants ${tx(only(variant))}`
}

export async function changeVariant(
  tx: Tx,
  variantId: string,
  { version: _madeOn, ...change }: VariantChange,
): Promise<void> {
  const set = only(change)
  if (Object.keys(set).length > 0)
    await tx`update agent_variants set ${tx(set)} where variant_id = ${variantId}`
  await tx`update agent_variants set version = version + 1 where variant_id = ${variantId}`
}

/** One that is not the system's, with its variants and what is told of its calls. */
export async function removeAgent(tx: Tx, agentId: string): Promise<void> {
  await tx`delete from ai_agents where agent_id = ${agentId}`
}

export async function removeVariant(tx: Tx, variantId: string): Promise<void> {
  await tx`delete from agent_variants where variant_id = ${variantId}`
}

export type VariantOfAgent = {
  variantId: string
  name: string
  trafficShare: number
  active: boolean
}

/** An agent's variants; its row is locked. */
export function readVariantsOf(db: Db, agentId: string): Promise<VariantOfAgent[]> {
  return db<VariantOfAgent[]>`
    select variant_id, name, traffic_share, active from agent_variants where agent_id = ${agentId}`
}
