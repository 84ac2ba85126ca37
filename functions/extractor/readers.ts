/** Who reads, by the environment: FinBERT where it is sure, a model behind its gate, and rules-v2. */

import { finbertNamed } from '#shared/clients/finbert/named.ts'
import { openModelReader } from '#shared/clients/model/reading/reader.ts'
import { readerNamed } from '#shared/clients/model/settings.ts'
import { toneReader } from '#shared/domain/document/tone/reader.ts'
import { openModelTurns } from '#shared/queue/model-turns.ts'
import type { Sql } from '#shared/sql/open.ts'
import type { Deps } from './handler.ts'

/** Tokens of a text that FinBERT alone is shown; a model's agent has a bound of its own. */
const QUICK_TOKENS_MAX = 3_000

/**
 * Connects when first used; loads FinBERT at once.
 *
 * @throws Error where a setting is wrong, or FinBERT is named and cannot be loaded.
 */
export async function openReaders(sql: Sql): Promise<Deps['readerOf']> {
  const kind = readerNamed()
  const quick = await finbertNamed()
  if (kind === 'rules') {
    if (!quick) return () => Promise.resolve(toneReader)
    const reader = openModelReader({
      ask: () => Promise.resolve({ kind: 'not_asked', code: 'agent_off' }),
      tries: 0,
      inputTokensMax: QUICK_TOKENS_MAX,
      model: quick.by.model,
      quick,
    })
    return () => Promise.resolve(reader)
  }
  const { turns, model } = openModelTurns(sql, kind)
  return async ({ slug, documentId, now, tries, textWasCut }) => {
    const { agent, ask } = await turns(slug, documentId, now)
    const { inputTokensMax } = agent
    const how = { ask, tries, inputTokensMax, textWasCut, quick }
    return openModelReader({ ...how, model: agent.model || model })
  }
}
