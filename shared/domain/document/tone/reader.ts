/** The reader that needs no model server: rules-v2, labelled as what it is. */

import { classifyEvent } from '../macro/classify.ts'
import type { CompanyReading, Reader } from '../reading/reading.ts'
import { extractByModel, type ExplainedReading } from './extract.ts'

export const toneReader: Reader = {
  model: 'rules-v2',
  modelVersion: '1',
  promptVersion: 'none',
  extract: (text, mentions) => {
    const read = extractByModel(
      text,
      mentions.map(({ company, occurrences }) => ({ name: company.ticker, occurrences })),
    )
    return Promise.resolve({ ...read, companies: read.companies.map(withoutBecause) })
  },
  classify: (text) => Promise.resolve(classifyEvent(text)),
}

/** What the answer stands on is shown where it is asked for; the record keeps the quotes. */
function withoutBecause(read: ExplainedReading): CompanyReading {
  const { entity, sentiment, score, impact, confidence, catalyst, quotes } = read
  return { entity, sentiment, score, impact, confidence, catalyst, quotes }
}
