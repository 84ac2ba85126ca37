/** The reader that needs no model server: rules-v2, labelled as what it is. */

import { classifyEvent } from '../macro/classify.ts'
import type { Reader } from '../reading/reading.ts'
import { extractByModel } from './extract.ts'

export const toneReader: Reader = {
  model: 'rules-v2',
  modelVersion: '1',
  promptVersion: 'none',
  extract: (text, mentions) => {
    const { companies, ...read } = extractByModel(
      text,
      mentions.map(({ company, occurrences }) => ({ name: company.ticker, occurrences })),
    )
    // What the answer stands on is shown where it is asked for; the record keeps the quotes.
    return Promise.resolve({
      ...read,
      companies: companies.map(({ because: _, ...company }) => company),
    })
  },
  classify: (text) => Promise.resolve(classifyEvent(text)),
}
