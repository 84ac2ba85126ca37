/** What the API takes and answers of agents: how a language model is asked, by which variant, and how that goes. */

import * as v from 'valibot'
import { Share, Uuid } from '../primitives.ts'
import { AGENT_SLUGS, DOCUMENT_TYPES, WHEN_AWAY } from '../sets.ts'
import { wanted } from '../sources/settings.ts'
import { Done } from './access-words.ts'
import { EditOf, Name, RowVersion } from './registry-words.ts'
import type { ApiRoutes } from './route.ts'
import { Code, Count, Moment, shortList } from './words.ts'

/** How the calls of one reader went in a stretch of business time. */
const AgentFigures = v.strictObject({
  /** Questions that a model was asked. */
  calls: Count,
  answered: Count,
  /** Questions that a kept reply answered. */
  kept: Count,
  /** What was not answered, by code; replies that were no good, and questions that were not asked. */
  failures: v.array(v.strictObject({ code: Code, times: Count })),
  tokensIn: Count,
  tokensOut: Count,
  /** Calls whose tokens the server did not count: they are an estimate. */
  callsEstimated: Count,
  /** Milliseconds of real time; null where no model was asked. */
  latencyMsHalf: v.nullable(v.number()),
  latencyMsNineteenOfTwenty: v.nullable(v.number()),
  /** Inputs that were cut at the end of a sentence. */
  inputsCut: Count,
  /** Companies of which rules spoke too, and of those how many the model said the same of. */
  compared: Count,
  agreed: Count,
  /** What its newest answer was read by; empty before the first. */
  lastModel: v.string(),
  lastModelVersion: v.string(),
  lastPromptVersion: v.string(),
  /** Of the JSON schema that its reply was held to; empty of an answer from before it was told. */
  lastSchemaVersion: v.string(),
  lastAt: v.nullable(Moment),
  /** Of that very version, where labels were there to fit one: by how much it is wrong of how sure it is. */
  calibration: v.nullable(
    v.strictObject({ fittedOn: Count, checkedOn: Count, eceBefore: Share, eceAfter: Share }),
  ),
  /** Of the hour that runs: reserved by calls under way, and spent. */
  tokensReserved: Count,
  tokensSpent: Count,
})
export type AgentFigures = v.InferOutput<typeof AgentFigures>

export const VariantRow = v.strictObject({
  variantId: Uuid,
  name: v.string(),
  /** Null: as its agent has it. */
  model: v.nullable(v.string()),
  systemPrompt: v.nullable(v.string()),
  inputTokensMax: v.nullable(Count),
  tokensPerHourMax: v.nullable(Count),
  trafficShare: Share,
  active: v.boolean(),
  version: RowVersion,
  /** Calls in a row that went wrong, up to the newest; none of one at rest. */
  failuresInARow: Count,
  figures: AgentFigures,
})
export type VariantRow = v.InferOutput<typeof VariantRow>

export const AgentRow = v.strictObject({
  agentId: Uuid,
  slug: v.picklist(AGENT_SLUGS),
  /** What it does, in a few words. */
  purpose: v.string(),
  documentTypes: v.array(v.picklist(DOCUMENT_TYPES)),
  enabled: v.boolean(),
  /** Empty: the model that the environment names. */
  model: v.string(),
  /** Its own words, said before the product's; empty: none. */
  systemPrompt: v.string(),
  inputTokensMax: Count,
  tokensPerHourMax: v.nullable(Count),
  whenAway: v.picklist(WHEN_AWAY),
  systemOwned: v.boolean(),
  version: RowVersion,
  /** Calls in a row that went wrong, up to the newest. */
  failuresInARow: Count,
  /** How the agent itself fares, with the documents that no variant has. */
  figures: AgentFigures,
  variants: v.array(VariantRow),
})
export type AgentRow = v.InferOutput<typeof AgentRow>

const Model = v.pipe(v.string(), v.trim(), v.maxLength(200, wanted('at most 200 characters')))
const Prompt = v.pipe(v.string(), v.trim(), v.maxLength(8_000, wanted('at most 8000 characters')))
const whole = (least: number, most: number) => {
  const says = `a whole number from ${least} to ${most}`
  return v.pipe(
    v.number(wanted(says)),
    v.integer(wanted(says)),
    v.minValue(least, wanted(says)),
    v.maxValue(most, wanted(says)),
  )
}
const InputTokens = whole(50, 200_000)
const HourTokens = v.nullable(whole(1, 2_000_000_000))

const AgentChange = v.strictObject({
  ...EditOf,
  enabled: v.optional(v.boolean()),
  model: v.optional(Model),
  systemPrompt: v.optional(Prompt),
  inputTokensMax: v.optional(InputTokens),
  tokensPerHourMax: v.optional(HourTokens),
  whenAway: v.optional(v.picklist(WHEN_AWAY)),
})
export type AgentChange = v.InferOutput<typeof AgentChange>

const ofVariant = {
  model: v.optional(v.nullable(Model)),
  systemPrompt: v.optional(v.nullable(Prompt)),
  inputTokensMax: v.optional(v.nullable(InputTokens)),
  tokensPerHourMax: v.optional(HourTokens),
  active: v.optional(v.boolean()),
}
const VariantBody = v.strictObject({ ...ofVariant, name: Name, trafficShare: Share })
export type VariantBody = v.InferOutput<typeof VariantBody>
const VariantChange = v.strictObject({
  ...EditOf,
  ...ofVariant,
  name: v.optional(Name),
  trafficShare: v.optional(Share),
})
export type VariantChange = v.InferOutput<typeof VariantChange>

const HOURS_MAX = 24 * 90
const Hours = v.optional(
  v.pipe(
    v.string(),
    v.regex(/^\d{1,4}$/, 'a whole number of hours'),
    v.transform(Number),
    v.minValue(1),
    v.maxValue(HOURS_MAX),
  ),
  '24',
)

const reads = { service: 'query-api', role: 'viewer', topic: 'models' } as const
const changes = { service: 'query-api', role: 'operator' } as const

export const agentRoutes = {
  'GET /api/agents': {
    ...reads,
    does: 'lists agents and their variants, and how each fares',
    query: shortList({ hours: Hours }, 'slug'),
    pages: { field: 'agentId', param: 'after', whole: true },
    answer: v.array(AgentRow),
  },
  'PUT /api/agents/:id': {
    ...changes,
    names: 'agent',
    does: 'changes an agent, or switches it on or off',
    body: AgentChange,
    answer: AgentRow,
  },
  'DELETE /api/agents/:id': {
    ...changes,
    names: 'agent',
    does: 'deletes an agent, where it is not the system’s',
    answer: Done,
  },
  'POST /api/agents/:id/variants': {
    ...changes,
    names: 'agent',
    does: 'gives a share of an agent’s documents to a new variant',
    body: VariantBody,
    answer: AgentRow,
    made: 201,
  },
  'PUT /api/agent-variants/:id': {
    ...changes,
    names: 'variant',
    does: 'changes a variant of an agent',
    body: VariantChange,
    answer: AgentRow,
  },
  'DELETE /api/agent-variants/:id': {
    ...changes,
    names: 'variant',
    does: 'deletes a variant of an agent',
    answer: AgentRow,
  },
} as const satisfies ApiRoutes
