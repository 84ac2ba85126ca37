/**
 * The plainest way to judge a headline, against which better ones are held: words of the lexicon that
 * are good less those that are bad. It knows no negation, no role, no company and no figure.
 */

import { tokensOf } from '../document/rules/tokens.ts'
import { meaningAt } from '../document/rules/vocabulary.ts'

export const WORD_COUNT = 'word-count'

/** In [−1, 1]: good less bad, of both together; 0 where there is neither. */
export function wordCount(title: string): number {
  const tokens = tokensOf(title)
  let [good, bad] = [0, 0]
  for (let at = 0; at < tokens.length; at += 1) {
    const polarity = meaningAt(tokens, at)?.meaning.polarity ?? 0
    if (polarity > 0) good += 1
    if (polarity < 0) bad += 1
  }
  return good + bad === 0 ? 0 : (good - bad) / (good + bad)
}
