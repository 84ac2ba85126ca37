/** Models as an evaluation asks them: FinBERT, the environment's server, or a variant of an agent. */

import type { ToneJudge } from '#shared/clients/finbert/judge.ts'
import { finbertNamed } from '#shared/clients/finbert/named.ts'
import type { AgentTurn } from '#shared/clients/model/ask-agent.ts'
import { keptAsk } from '#shared/clients/model/reading/kept-turn.ts'
import { plainAsk } from '#shared/clients/model/reading/plain-turn.ts'
import { openModelReader } from '#shared/clients/model/reading/reader.ts'
import { BadReply } from '#shared/clients/model/server.ts'
import { openNamedServer, readerNamed, type ServerKind } from '#shared/clients/model/settings.ts'
import type { Agent, AgentSlug } from '#shared/domain/agent/agent.ts'
import type {
  CompanyReading,
  Entity,
  Extraction,
  Reader,
  ReaderIdentity,
} from '#shared/domain/document/reading/reading.ts'
import { openClock } from '#shared/host/clock.ts'
import { readAgentNamed } from '#shared/sql/agents/named-agent.ts'
import { findReply, keepReply } from '#shared/sql/agents/replies.ts'
import type { Sql } from '#shared/sql/open.ts'
import { UsageError } from '../command.ts'
import type { OpenReader } from './readers.ts'
import { READER_WORDS } from './reader-names.ts'

/** Tokens of sentences that one question shows, where no agent has a bound of its own. */
const INPUT_TOKENS_MAX = 3_000
const SLUG: AgentSlug = 'document-extractor'

/** An agent of no record: the product's own words to the model of the environment. */
const PLAIN: Agent = {
  agentId: '',
  variantId: null,
  slug: SLUG,
  model: '',
  systemPrompt: '',
  inputTokensMax: INPUT_TOKENS_MAX,
  tokensPerHourMax: null,
  budgetOf: 'agent',
  whenAway: 'hold',
  enabled: true,
}

/** FinBERT where it is sure, else rules-v2, as the extractor reads without a model. */
export async function openFinbertReader(): Promise<OpenReader> {
  const quick = await finbertNamed()
  if (!quick) throw new UsageError('--reader finbert takes the folder that FINBERT_MODEL names')
  const { model } = quick.by
  const ask = () => Promise.resolve({ kind: 'not_asked' as const, code: 'agent_off' as const })
  const reader = openModelReader({ ask, tries: 0, inputTokensMax: INPUT_TOKENS_MAX, model, quick })
  return answering(reader, { ...quick.by }, () => 0)
}

/** The model of the environment, in the product's own words. */
export async function openServerReader(kind: ServerKind, sql?: Sql): Promise<OpenReader> {
  return ofAgent(kind, PLAIN, await finbertNamed(), sql)
}

/**
 * A variant of the agent that reads documents, or the agent itself by its slug, with the model, words and
 * bound of its own.
 *
 * @throws UsageError for one that is not there, naming those that are.
 */
export async function openVariantReader(name: string, sql?: Sql): Promise<OpenReader> {
  if (!sql)
    throw new UsageError(
      `--reader takes one of ${READER_WORDS}, whose record --database URL names; found "${name}"`,
    )
  const { found, names } = await readAgentNamed(sql, SLUG, name)
  if (!found) {
    const there = names.length === 0 ? 'it has no variant' : `its variants are ${names.join(', ')}`
    throw new UsageError(`--reader takes one of ${READER_WORDS}: ${there}; found "${name}"`)
  }
  const kind = readerNamed()
  if (kind === 'rules')
    throw new UsageError(
      `--reader ${name} asks a model: set OLLAMA_BASE_URL or OPENAI_BASE_URL, and its model`,
    )
  return ofAgent(kind, found, await finbertNamed(), sql)
}

/** It asks past the gate of the stages: whoever runs it shares the server with them. */
async function ofAgent(
  kind: ServerKind,
  agent: Agent,
  quick: ToneJudge | undefined,
  sql: Sql | undefined,
): Promise<OpenReader> {
  const { server, model: usual } = openNamedServer(kind)
  let spent = 0
  const ask: AgentTurn['ask'] = sql
    ? await keptAsk(
        { server, agent, model: usual, replies: repliesOf(sql), now: now() },
        (call) => {
          spent += call.tokensIn + call.tokensOut
        },
      )
    : plainAsk(server, usual, (tokens) => {
        spent += tokens
      })
  const { inputTokensMax } = agent
  const model = agent.model || usual
  const reader = openModelReader({ ask, tries: 0, inputTokensMax, model, quick })
  return answering(reader, reader, () => {
    const since = spent
    spent = 0
    return since
  })
}

const now = () => openClock().now()

function repliesOf(sql: Sql) {
  return {
    findReply: (asked: string, version: string | null) => findReply(sql, asked, version),
    keepReply: (reply: Parameters<typeof keepReply>[1], at: Date) => keepReply(sql, reply, at),
  }
}

/** A reply of no use, after its repair, is no answer to any entity; it ends no evaluation. */
function answering(reader: Reader, own: ReaderIdentity, tokensOf: () => number): OpenReader {
  let answered: ReaderIdentity | undefined
  return {
    by: () => answered ?? own,
    async read(text, entities, signal) {
      tokensOf()
      const mentions = entities.map(mentionOf)
      const { companies, by } = await reader
        .extract(text, mentions, signal)
        .catch((fault: unknown): Pick<Extraction, 'companies' | 'by'> => {
          if (!(fault instanceof BadReply)) throw fault
          process.stderr.write(`stonks: no answer (${fault.code}): ${fault.message}\n`)
          return { companies: [] }
        })
      const answers = mentions.map(({ alias }) => {
        const company = companies.find(({ entity }) => entity === alias)
        if (!company) return unanswered(alias)
        const who = company.by ?? by ?? own
        if (who.model !== own.model) return { ...company, by: who }
        answered = sameVersion(answered, who)
        const { by: _itself, ...read } = company
        return read
      })
      if (by?.model === own.model) answered = sameVersion(answered, by)
      return { companies: answers, tokens: tokensOf() }
    },
  }
}

/** @throws Error where another model runs under the same name meanwhile: they are not measured as one. */
function sameVersion(before: ReaderIdentity | undefined, found: ReaderIdentity): ReaderIdentity {
  if (before && before.modelVersion !== found.modelVersion)
    throw new Error(
      `Evaluate ${found.model}: expected its version ${before.modelVersion}, found ${found.modelVersion}: it was changed meanwhile`,
    )
  return found
}

/** Held back, or not answered: nothing is claimed. */
function unanswered(entity: string): CompanyReading {
  return {
    entity,
    sentiment: 'neutral',
    score: 0,
    impact: 0,
    confidence: 0,
    catalyst: 'other',
    quotes: [],
  }
}

function mentionOf({ name, occurrences }: Entity) {
  const alias = name === '' ? 'the company' : name
  return {
    company: { companyId: alias, ticker: alias, legalName: alias, sector: '', aliases: [] },
    alias,
    firstOffset: occurrences[0]?.start ?? -1,
    count: Math.max(1, occurrences.length),
    inTitle: true,
    occurrences: [...occurrences],
  }
}
