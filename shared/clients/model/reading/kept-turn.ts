/**
 * Asking a model as an agent or a variant asks it, for what a person starts: the same question, so that a
 * reply which is kept costs nothing again, and nothing counted of the agent's hours or calls.
 */

import type { Agent } from '../../../domain/agent/agent.ts'
import type { AgentCall, AgentDesk } from '../../../domain/agent/desk.ts'
import { openAgentTurns, type AgentTurn } from '../ask-agent.ts'
import type { ModelServer } from '../server.ts'

type Parts = {
  server: ModelServer
  agent: Agent
  /** The model of an agent that names none. */
  model: string
  replies: Pick<AgentDesk, 'findReply' | 'keepReply'>
  /** Business time. */
  now: Date
}

/** `told` hears how each question went, kept ones too. */
export async function keptAsk(
  { server, agent, model, replies, now }: Parts,
  told: (call: AgentCall) => void,
): Promise<AgentTurn['ask']> {
  const asking: Agent = { ...agent, enabled: true, whenAway: 'hold', tokensPerHourMax: null }
  const desk: AgentDesk = {
    ...replies,
    choose: () => Promise.resolve(asking),
    reserve: (_agent, tokens) => Promise.resolve({ tokenHourId: '', tokens }),
    settle: () => Promise.resolve(),
    log: (call) => Promise.resolve(told(call)),
  }
  const { ask } = await openAgentTurns({ server, desk, model })(agent.slug, '', now)
  return ask
}
