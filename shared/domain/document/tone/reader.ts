/** The reader that needs no model server: rules-v2, labelled as what it is. */

import { classifyEvent } from '../macro/classify.ts'
import { addressedIn, withoutAddressed } from '../reading/addressed.ts'
import type { CompanyReading, Reader } from '../reading/reading.ts'
import type { Span } from '../text/sentences.ts'
import { extractByModel, type ExplainedReading } from './extract.ts'
import { MODEL_VERSION } from './model.ts'

export const toneReader: Reader = {
  model: 'rules-v2',
  modelVersion: MODEL_VERSION,
  promptVersion: 'none',
  extract: (text, mentions) => {
    // An order to a machine is no news, in whatever words it praises.
    const orders = addressedIn(text)
    const isNews = ({ start }: Span) => !orders.some((one) => one.start <= start && start < one.end)
    const entities = mentions
      .filter(({ occurrences }) => occurrences.length === 0 || occurrences.some(isNews))
      .map(({ company, occurrences }) => ({
        name: company.ticker,
        occurrences: occurrences.filter(isNews),
      }))
    const read = extractByModel(withoutAddressed(text, orders), entities)
    const addressed = orders.length > 0 ? { addressed: orders.length } : {}
    return Promise.resolve({ ...read, ...addressed, companies: read.companies.map(withoutBecause) })
  },
  classify: (text) => Promise.resolve(classifyEvent(text)),
}

/** What the answer stands on is shown where it is asked for; the record keeps the quotes. */
function withoutBecause(read: ExplainedReading): CompanyReading {
  const { entity, sentiment, score, impact, confidence, catalyst, quotes } = read
  return { entity, sentiment, score, impact, confidence, catalyst, quotes }
}
