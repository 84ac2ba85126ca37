/** Table `model_replies`, where it keeps what FinBERT said of sentences, so that a reading can be made again without it. */

import { FINBERT, type JudgedTone } from '../../domain/document/tone/judged.ts'
import { canonicalJson } from '../../host/canonical.ts'
import { sha256 } from '../../host/ids.ts'
import type { Db } from '../open.ts'
import { findReply, keepReply } from './replies.ts'

const askedOf = (sentence: string) => sha256(`${FINBERT}\n${sentence}`)

/** Keeps what was said of a sentence; said again by the same version it is the same. */
export async function keepJudged(
  db: Db,
  {
    sentence,
    judged,
    modelVersion,
  }: { sentence: string; judged: JudgedTone; modelVersion: string },
  now: Date,
): Promise<void> {
  const cost = { tokensIn: 0, tokensOut: 0, tokensEstimated: false, latencyMs: 0 }
  const asked = { askedSha256: askedOf(sentence), model: FINBERT, modelVersion }
  await keepReply(db, { ...asked, ...cost, text: canonicalJson(judged), code: null }, now)
}

/** What was said of a sentence, by the version named, or by whichever said it last; undefined where nothing is kept. */
export async function findJudged(
  db: Db,
  sentence: string,
  modelVersion: string | null,
): Promise<{ judged: JudgedTone; modelVersion: string } | undefined> {
  const kept = await findReply(db, askedOf(sentence), modelVersion)
  return kept
    ? { judged: JSON.parse(kept.text) as JudgedTone, modelVersion: kept.modelVersion }
    : undefined
}
