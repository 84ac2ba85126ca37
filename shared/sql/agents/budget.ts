/** Table `agent_token_hours`: what of an hour's tokens is under way, and what is spent. */

import type { Agent } from '../../domain/agent/agent.ts'
import type { Reservation } from '../../domain/agent/desk.ts'
import { HOUR_MS } from '../../domain/spans.ts'
import { deriveId } from '../../host/ids.ts'
import type { Db } from '../open.ts'

/**
 * Puts tokens aside before a call, in one statement, so that of two at the limit one gets them. Null
 * where the hour has not as many left. What a process that died had put aside is gone with its hour.
 */
export async function reserveTokens(
  db: Db,
  { agentId, variantId: readBy, budgetOf, tokensPerHourMax }: Agent,
  tokens: number,
  now: Date,
): Promise<Reservation | null> {
  const variantId = budgetOf === 'variant' ? readBy : null
  const hour = new Date(Math.floor(now.getTime() / HOUR_MS) * HOUR_MS)
  const tokenHourId = deriveId('token_hour', variantId ?? agentId, hour.toISOString())
  const rows = await db`
    insert into agent_token_hours as present (token_hour_id, agent_id, variant_id, hour, reserved)
    select ${tokenHourId}, ${agentId}, ${variantId}, ${hour}, ${tokens}
    where ${tokensPerHourMax}::bigint is null or ${tokens}::bigint <= ${tokensPerHourMax}::bigint
    on conflict (token_hour_id) do update set reserved = present.reserved + excluded.reserved
    where ${tokensPerHourMax}::bigint is null
      or present.reserved + present.spent + excluded.reserved <= ${tokensPerHourMax}::bigint
    returning 1`
  return rows.length === 0 ? null : { tokenHourId, tokens }
}

/** Puts what was spent in place of what was reserved. */
export async function settleTokens(
  db: Db,
  { tokenHourId, tokens }: Reservation,
  spent: number,
): Promise<void> {
  await db`
    update agent_token_hours set reserved = greatest(0, reserved - ${tokens}), spent = spent + ${spent}
    where token_hour_id = ${tokenHourId}`
}
