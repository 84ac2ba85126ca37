/**
 * An agent: one task that a language model is asked to do, and how it is asked. Its variants share its
 * documents, so that two ways of asking are measured on the same news.
 */

import type { AGENT_SLUGS, WHEN_AWAY } from '../../contracts/sets.ts'
import { hashOfText } from '../text-hash.ts'

export type AgentSlug = (typeof AGENT_SLUGS)[number]

/** An agent as one document meets it: its own settings, or those of the variant whose turn it is. */
export type Agent = {
  agentId: string
  /** Null where the agent itself reads, and none of its variants. */
  variantId: string | null
  slug: AgentSlug
  /** Empty: the model that the environment names. */
  model: string
  /** Empty: the product's own words. */
  systemPrompt: string
  /** Tokens of a document's text that are sent; the rest is cut at the end of a sentence. */
  inputTokensMax: number
  /** Null: as many as it takes. */
  tokensPerHourMax: number | null
  /** Whose hour its tokens count in: a variant without a bound of its own shares its agent's. */
  budgetOf: 'agent' | 'variant'
  whenAway: (typeof WHEN_AWAY)[number]
  enabled: boolean
}

/** What a variant says in place of its agent; null leaves the agent's word. */
export type AgentVariant = {
  variantId: string
  name: string
  model: string | null
  systemPrompt: string | null
  inputTokensMax: number | null
  tokensPerHourMax: number | null
  /** Share of the agent's documents, in [0, 1]. */
  trafficShare: number
  active: boolean
}

/**
 * Who reads a document: each active variant has its share of them, the agent itself the rest. The same
 * document always meets the same variant; shares beyond 1 in all get nothing.
 */
export function chooseVariant(
  agent: Agent,
  variants: readonly AgentVariant[],
  documentId: string,
): Agent {
  const place = placeOf(`${agent.agentId} ${documentId}`)
  let upTo = 0
  const inOrder = variants
    .filter(({ active }) => active)
    .toSorted((a, b) => (a.variantId < b.variantId ? -1 : 1))
  for (const variant of inOrder) {
    upTo += variant.trafficShare
    if (place < upTo) return asVariant(agent, variant)
  }
  return agent
}

/** The agent as a variant of its own has it. */
export function asVariant(agent: Agent, variant: AgentVariant): Agent {
  return {
    ...agent,
    variantId: variant.variantId,
    model: variant.model ?? agent.model,
    systemPrompt: variant.systemPrompt ?? agent.systemPrompt,
    inputTokensMax: variant.inputTokensMax ?? agent.inputTokensMax,
    tokensPerHourMax: variant.tokensPerHourMax ?? agent.tokensPerHourMax,
    budgetOf: variant.tokensPerHourMax === null ? 'agent' : 'variant',
  }
}

/** Where a text falls in [0, 1): its hash, mixed by MurmurHash3's finalizer so that every bit counts. */
function placeOf(text: string): number {
  let hash = hashOfText(text)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32
}
