/**
 * One question of an agent, whole: whose turn it is, a reply that was kept, the hour's budget, the call,
 * what it cost, how it went. Nothing of it runs inside a transaction.
 */

import type { Agent, AgentSlug } from '../../domain/agent/agent.ts'
import type { AgentCall, AgentDesk, KeptReply } from '../../domain/agent/desk.ts'
import { PutOff } from '../../host/faults.ts'
import {
  replyOf,
  sameAgain,
  toAsk,
  tokensAtMost,
  type AgentQuestion,
  type PutQuestion,
} from './agent-question.ts'
import { ModelWaits, type WaitsFor } from './refusal.ts'
import { BadReply, type BadReplyCode, type ModelServer } from './server.ts'

/** What came of it: an answer, or why no model was asked. */
export type AgentAnswer<T> =
  | { kind: 'answered'; value: T; model: string; modelVersion: string; promptVersion: string }
  | { kind: 'not_asked'; code: NotAsked }

/** Words of docs/CODES.md. */
export type NotAsked = 'agent_off' | 'agent_over_budget' | 'agent_model_away'

/** A document's turn with an agent: its bounds, and a way to ask. */
export type AgentTurn = {
  agent: Agent
  /**
   * @throws BadReply where the reply is of no use: another seed is another question.
   * @throws PutOff where the model is away and the agent's work is to wait for it.
   */
  ask<T>(question: AgentQuestion<T>, signal: AbortSignal): Promise<AgentAnswer<T>>
}

/** Opens the turn of a document, or of whatever else is asked about, at a moment of business time. */
export type OpenTurn = (slug: AgentSlug, documentId: string, now: Date) => Promise<AgentTurn>

type Parts = {
  server: ModelServer
  desk: AgentDesk
  /** The model of agents that name none. */
  model: string
}

/** Every job that waits asks again: that a model is away is written down no oftener, of each variant by itself. */
const AWAY_TOLD_MS = 60_000

export function openAgentTurns(parts: Parts): OpenTurn {
  const toldAt = new Map<string, number>()
  return async (slug, documentId, now) => {
    const agent = await parts.desk.choose(slug, documentId)
    const turn = { ...parts, toldAt, agent, documentId, now }
    return { agent, ask: (question, signal) => askOnce(turn, question, signal) }
  }
}

type Turn = Parts & {
  /** When a model was last told to be away, by agent or variant. */
  toldAt: Map<string, number>
  agent: Agent
  documentId: string
  now: Date
}

async function askOnce<T>(
  turn: Turn,
  question: AgentQuestion<T>,
  signal: AbortSignal,
): Promise<AgentAnswer<T>> {
  if (!turn.agent.enabled) return { kind: 'not_asked', code: 'agent_off' }
  const asking = toAsk(turn.agent, turn.model, question)
  const version = await turn.server.versionOf(asking.ask.model, signal).catch(expectAway)
  const gone = version instanceof PutOff ? version : undefined
  const kept = await turn.desk.findReply(asking.sha256, gone ? null : String(version))
  if (kept) return readReply(turn, question, asking, { reply: kept, isKept: true })
  if (gone) return away(turn, asking, gone)
  const reserved = await turn.desk.reserve(turn.agent, tokensAtMost(asking), turn.now)
  if (!reserved) {
    await note(turn, asking, { outcome: 'agent_over_budget' })
    return { kind: 'not_asked', code: 'agent_over_budget' }
  }
  let reply: KeptReply
  try {
    reply = await replyOf(turn.server, asking, String(version), signal)
  } catch (fault) {
    await turn.desk.settle(reserved, 0)
    if (fault instanceof PutOff) return away(turn, asking, fault)
    // Whoever asked had no more time for it.
    if (isOver(signal)) await note(turn, asking, { outcome: 'model_late' })
    throw fault
  }
  await turn.desk.settle(reserved, reply.tokensIn + reply.tokensOut)
  if (sameAgain(reply)) await turn.desk.keepReply(reply, turn.now)
  return readReply(turn, question, asking, { reply, isKept: false })
}

async function readReply<T>(
  turn: Turn,
  question: AgentQuestion<T>,
  asking: PutQuestion,
  { reply, isKept }: { reply: KeptReply; isKept: boolean },
): Promise<AgentAnswer<T>> {
  const { model, modelVersion } = reply
  const { tokensIn, tokensOut, tokensEstimated } = reply
  const spent = isKept ? {} : { tokensIn, tokensOut, tokensEstimated }
  const went = { modelVersion, ...spent, latencyMs: isKept ? 0 : reply.latencyMs }
  let value: T
  try {
    if (reply.code !== null) throw new BadReply(reply.code as BadReplyCode, reply.text)
    value = question.read(reply.text)
  } catch (fault) {
    if (fault instanceof BadReply)
      await note(turn, asking, { ...went, outcome: isKept ? 'kept' : fault.code })
    throw fault
  }
  const compared = question.compare?.(value)
  const outcome = question.refusalOf?.(value) ?? 'answered'
  await note(turn, asking, { ...went, ...compared, outcome: isKept ? 'kept' : outcome })
  return { kind: 'answered', value, model, modelVersion, promptVersion: asking.promptVersion }
}

const WAITS_ALONE: readonly WaitsFor[] = ['queued', 'busy']

/** Away: the agent says whether its work waits, or goes on without a model. */
async function away<T>(turn: Turn, asking: PutQuestion, fault: PutOff): Promise<AgentAnswer<T>> {
  // One that only has others to answer first is not away.
  if (fault instanceof ModelWaits && WAITS_ALONE.includes(fault.why)) throw fault
  const reader = turn.agent.variantId ?? turn.agent.agentId
  const last = turn.toldAt.get(reader) ?? Number.NEGATIVE_INFINITY
  if (performance.now() - last >= AWAY_TOLD_MS) {
    turn.toldAt.set(reader, performance.now())
    await note(turn, asking, { outcome: 'agent_model_away' })
  }
  if (turn.agent.whenAway === 'hold') throw fault
  return { kind: 'not_asked', code: 'agent_model_away' }
}

function isOver({ reason }: AbortSignal): boolean {
  return reason instanceof DOMException && reason.name === 'TimeoutError'
}

function expectAway(fault: unknown): PutOff {
  if (fault instanceof PutOff) return fault
  throw fault
}

function note(
  { desk, agent, documentId, now }: Turn,
  { ask, promptVersion, schemaVersion, inputWasCut }: PutQuestion,
  how: Partial<AgentCall> & { outcome: string },
): Promise<void> {
  return desk.log({
    agent,
    documentId,
    at: now,
    model: ask.model,
    modelVersion: '',
    promptVersion,
    schemaVersion,
    latencyMs: 0,
    tokensIn: 0,
    tokensOut: 0,
    tokensEstimated: false,
    inputWasCut,
    compared: 0,
    agreed: 0,
    ...how,
  })
}
