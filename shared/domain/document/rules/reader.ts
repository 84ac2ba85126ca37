/** The reader that needs no model: rules-v1, labelled as what it is. */

import { classifyEvent } from '../macro/classify.ts'
import type { Reader } from '../reading/reading.ts'
import { extractByRules } from './extract.ts'

export const rulesReader: Reader = {
  model: 'rules-v1',
  modelVersion: '1',
  promptVersion: 'none',
  extract: (text, mentions) =>
    Promise.resolve(
      extractByRules(
        text,
        mentions.map(({ company, occurrences }) => ({ name: company.ticker, occurrences })),
      ),
    ),
  classify: (text) => Promise.resolve(classifyEvent(text)),
}
