/** Who reads, by the environment: FinBERT where it is sure, a model behind its gate, and rules-v2. */

import { finbertNamed } from '#shared/clients/finbert/named.ts'
import type { ToneJudge } from '#shared/clients/finbert/judge.ts'
import { openModelReader, QUICK_TOKENS_MAX } from '#shared/clients/model/reading/reader.ts'
import { readerNamed } from '#shared/clients/model/settings.ts'
import { toneReader } from '#shared/domain/document/tone/reader.ts'
import { openModelTurns } from '#shared/queue/model-turns.ts'
import { keepJudged } from '#shared/sql/agents/judged.ts'
import type { Sql } from '#shared/sql/open.ts'
import type { Deps } from './handler.ts'

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
    return ({ now, textWasCut }) =>
      Promise.resolve(
        openModelReader({
          ask: () => Promise.resolve({ kind: 'not_asked', code: 'agent_off' }),
          tries: 0,
          inputTokensMax: QUICK_TOKENS_MAX,
          textWasCut,
          model: quick.by.model,
          quick: keeping(sql, quick, now),
        }),
      )
  }
  const { turns, model } = openModelTurns(sql, kind)
  return async ({ slug, documentId, now, tries, textWasCut }) => {
    const { agent, ask } = await turns(slug, documentId, now)
    const { inputTokensMax } = agent
    const how = { ask, tries, inputTokensMax, textWasCut, quick: quick && keeping(sql, quick, now) }
    return openModelReader({ ...how, model: agent.model || model })
  }
}

/** Keeps every word of it, so that what it read can be made again where it is not. */
export function keeping(sql: Sql, quick: ToneJudge, now: Date): ToneJudge {
  const { by } = quick
  return {
    by,
    async judge(sentence) {
      const judged = await quick.judge(sentence)
      await keepJudged(sql, { sentence, judged, modelVersion: by.modelVersion }, now)
      return judged
    },
  }
}
