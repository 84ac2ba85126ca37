/** FinBERT as it was: what it said of sentences then, out of the store of replies. */

import type { ToneJudge } from '../../clients/finbert/judge.ts'
import { FINBERT, UNSURE } from '../../domain/document/tone/judged.ts'
import type { Db } from '../../sql/open.ts'
import { findJudged } from '../../sql/agents/judged.ts'

type KeptJudge = ToneJudge & { missed(): number }

/** Of what is not kept it is not sure, as one that was never asked; those are counted. */
export function keptJudge(
  db: Db,
  { model, modelVersion }: { model: string; modelVersion: string },
): KeptJudge {
  // Which version went before a language model is not kept: the newest word stands.
  const version = model === FINBERT ? modelVersion : null
  let [missed, by] = [0, modelVersion]
  return {
    get by() {
      return { model: FINBERT, modelVersion: by, promptVersion: 'none' }
    },
    async judge(sentence) {
      const kept = await findJudged(db, sentence, version)
      if (!kept) {
        missed += 1
        return UNSURE
      }
      by = kept.modelVersion
      return kept.judged
    },
    missed: () => missed,
  }
}
