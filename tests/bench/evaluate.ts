/**
 * Labels that rules-v2 reads right of a thousand, against what a plain count of good and bad words gets:
 * the baseline `word-count`. In the same run it says how far rules-v2 is off in what it says of itself.
 */

import { wordCount } from '#shared/domain/quality/word-count.ts'
import { measureAnswers, type JudgedAnswer } from '../../services/cli/evaluate/measures.ts'
import { readAll } from '../../services/cli/evaluate/read-all.ts'
import { openReader } from '../../services/cli/evaluate/readers.ts'
import { labelledTexts } from './labelled-texts.ts'

export async function bench() {
  const texts = labelledTexts()
  const { answers } = await readAll(texts, await openReader('rules-v2'), {
    signal: new AbortController().signal,
    failed: () => undefined,
    progress: () => undefined,
  })
  const counted = texts.flatMap(({ text, entities }) =>
    entities.map(({ label }): JudgedAnswer => {
      const said = wordCount(text)
      const got = said > 0 ? 'positive' : said < 0 ? 'negative' : 'neutral'
      return { text, gold: label, got, confidence: 1, raw: 1, differs: false }
    }),
  )
  const [ours, plain] = [measureAnswers(answers), measureAnswers(counted)]
  return {
    name: 'evaluate',
    ours: Math.round(ours.accuracy * 1000),
    peer: Math.round(plain.accuracy * 1000),
    ratio: ours.accuracy / plain.accuracy,
    unit: 'right of 1,000',
    ece: ours.ece,
    macro_f1: [ours.macro_f1, plain.macro_f1],
  }
}
