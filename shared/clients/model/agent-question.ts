/** A question of an agent as its model is asked it, its hash, and what comes back. */

import type { Agent } from '../../domain/agent/agent.ts'
import type { KeptReply } from '../../domain/agent/desk.ts'
import { estimateTokens } from '../../domain/agent/tokens.ts'
import { sha256 } from '../../host/ids.ts'
import { BadReply, type BadReplyCode, type ModelAsk, type ModelServer } from './server.ts'

/** What is asked, but for what the agent says of it, and how its reply is read. */
export type AgentQuestion<T> = Omit<ModelAsk, 'model'> & {
  promptVersion: string
  /** Of the JSON schema, whatever companies and however many lines it was made for; `none` without one. */
  schemaVersion: string
  /** The prompt without what was drawn for this call alone, such as the mark of a fence: what is asked. */
  asked: string
  inputWasCut: boolean
  /** @throws BadReply where the reply is of no use. */
  read(text: string): T
  /** Companies of which rules spoke too, and of those how many the reply says the same of. */
  compare?(value: T): { compared: number; agreed: number }
  /** The code of a reply that can be read, and is not to be used. */
  refusalOf?(value: T): string | undefined
}

export type PutQuestion = {
  ask: ModelAsk
  sha256: string
  promptVersion: string
  schemaVersion: string
  inputWasCut: boolean
}

/** An agent's own words go before the product's rules, and make another version of the prompt. */
export function toAsk<T>(agent: Agent, model: string, question: AgentQuestion<T>): PutQuestion {
  const { schema, schemaVersion, replyTokensMax, seed, asked, inputWasCut } = question
  const own = agent.systemPrompt.trim()
  const system = own === '' ? question.system : `${own}\n\n${question.system}`
  const promptVersion =
    own === '' ? question.promptVersion : `${question.promptVersion}+${sha256(own).slice(0, 8)}`
  const named = agent.model || model
  const id = sha256(JSON.stringify([named, system, asked, schema, replyTokensMax, seed]))
  const how = { model: named, system, prompt: question.prompt, schema, replyTokensMax, seed }
  const versions = { promptVersion, schemaVersion }
  return { ask: { ...how, questionId: id }, sha256: id, ...versions, inputWasCut }
}

/** What a question may cost at most: its prompt, by an estimate, and the longest reply. */
export function tokensAtMost({ ask }: PutQuestion): number {
  return estimateTokens(ask.system + ask.prompt) + ask.replyTokensMax
}

/** The answer, or the code of a bad one; nobody told what that cost, so it cost what was reserved. */
export async function replyOf(
  server: ModelServer,
  asking: PutQuestion,
  version: string,
  signal: AbortSignal,
): Promise<KeptReply> {
  const { ask, sha256: askedSha256 } = asking
  const began = performance.now()
  try {
    const answer = await server.ask(ask, signal)
    const { text, modelVersion, tokensIn, tokensOut, latencyMs } = answer
    const tokensEstimated = answer.isEstimated === true
    const cost = { tokensIn, tokensOut, tokensEstimated, latencyMs }
    return { askedSha256, model: ask.model, modelVersion, text, code: null, ...cost }
  } catch (fault) {
    if (!(fault instanceof BadReply)) throw fault
    const tokensIn = tokensAtMost(asking) - ask.replyTokensMax
    const cost = { tokensIn, tokensOut: ask.replyTokensMax, tokensEstimated: true }
    return {
      askedSha256,
      model: ask.model,
      modelVersion: version,
      text: fault.message,
      code: fault.code,
      ...cost,
      latencyMs: Math.round(performance.now() - began),
    }
  }
}

/** Replies that the same question would get again: the others have to do with the hour. */
const SAME_AGAIN: ReadonlySet<string> = new Set<BadReplyCode>([
  'model_cut',
  'model_repeats',
  'model_thinks_only',
  'model_empty',
  'model_not_json',
  'model_other_schema',
  'model_prompt_cut',
])

/** Whether a reply stands for what the question would get the next time. */
export function sameAgain({ code }: Pick<KeptReply, 'code'>): boolean {
  return code === null || SAME_AGAIN.has(code)
}
