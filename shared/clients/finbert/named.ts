/** FinBERT where the environment names one. */

import { readEnv } from '../../host/env.ts'
import { openFinbert, type ToneJudge } from './judge.ts'

/** Undefined where none is named. @throws Error where one is, and it cannot be loaded. */
export async function finbertNamed(): Promise<ToneJudge | undefined> {
  const folder = readEnv('FINBERT_MODEL')
  return folder === '' ? undefined : openFinbert(folder)
}
