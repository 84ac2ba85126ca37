/** The desk of the agents over PostgreSQL: each of its doings is one statement of its own. */

import type { AgentCall, AgentDesk } from '../../domain/agent/desk.ts'
import type { Db, Sql } from '../open.ts'
import { openAgents } from './agents.ts'
import { reserveTokens, settleTokens } from './budget.ts'
import { findReply, keepReply } from './replies.ts'

/** Everything that a call of a model needs of the record. */
export function openAgentDesk(sql: Sql): AgentDesk {
  return {
    choose: openAgents(sql),
    reserve: (agent, tokens, now) => reserveTokens(sql, agent, tokens, now),
    settle: (reservation, tokens) => settleTokens(sql, reservation, tokens),
    findReply: (asked, modelVersion) => findReply(sql, asked, modelVersion),
    keepReply: (reply, now) => keepReply(sql, reply, now),
    log: (call) => logCall(sql, call),
  }
}

async function logCall(db: Db, { agent, documentId, at, ...call }: AgentCall): Promise<void> {
  await db`
    insert into agent_performance_log (agent_id, variant_id, document_id, at, outcome, model, model_version,
      prompt_version, schema_version, latency_ms, tokens_in, tokens_out, tokens_estimated, input_was_cut, compared,
      agreed)
    values (${agent.agentId}, ${agent.variantId}, ${documentId}, ${at}, ${call.outcome}, ${call.model},
      ${call.modelVersion}, ${call.promptVersion}, ${call.schemaVersion}, ${Math.round(call.latencyMs)}, ${call.tokensIn},
      ${call.tokensOut}, ${call.tokensEstimated}, ${call.inputWasCut}, ${call.compared}, ${call.agreed})`
}
