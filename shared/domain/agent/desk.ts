/** What a call of a model needs of the record: whose turn it is, its budget, replies kept, how it went. */

import type { Agent, AgentSlug } from './agent.ts'

/** Tokens put aside for one call, in the hour of business time it began in. */
export type Reservation = { tokenHourId: string; tokens: number }

/** A question and what came back; `code` says why a reply was no good. */
export type KeptReply = {
  /** Of all that was asked, but the model's version and the marks drawn for one call. */
  askedSha256: string
  model: string
  modelVersion: string
  text: string
  code: string | null
  tokensIn: number
  tokensOut: number
  /** The server did not count them. */
  tokensEstimated: boolean
  latencyMs: number
}

/** How one question of an agent went. */
export type AgentCall = {
  agent: Pick<Agent, 'agentId' | 'variantId'>
  documentId: string
  at: Date
  /** `answered`, `kept` where no model was asked, or the code of what went wrong. */
  outcome: string
  model: string
  modelVersion: string
  promptVersion: string
  /** Of the JSON schema that replies were held to; `none` where plain text was asked for. */
  schemaVersion: string
  latencyMs: number
  tokensIn: number
  tokensOut: number
  tokensEstimated: boolean
  inputWasCut: boolean
  /** Companies of which rules spoke too, and of those how many they said the same of. */
  compared: number
  agreed: number
}

export type AgentDesk = {
  /** The agent as this document meets it; settings are at most a minute old. */
  choose(slug: AgentSlug, documentId: string): Promise<Agent>
  /** Null where the hour's budget has not as many left. One short transaction, over before a call begins. */
  reserve(agent: Agent, tokens: number, now: Date): Promise<Reservation | null>
  /** Puts what was really spent in place of what was reserved; 0 where nothing came back. */
  settle(reservation: Reservation, tokens: number): Promise<void>
  /** The reply to a question; of an unknown version of the model (null) the newest. */
  findReply(askedSha256: string, modelVersion: string | null): Promise<KeptReply | null>
  keepReply(reply: KeptReply, now: Date): Promise<void>
  log(call: AgentCall): Promise<void>
}
