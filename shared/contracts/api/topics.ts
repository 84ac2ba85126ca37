/** What the news of /api/live is about: a page asks again for what it shows of these. */

import * as v from 'valibot'

export const TOPICS = [
  'services',
  'pipeline',
  'documents',
  'trends',
  'recommendations',
  'signal_engine',
  'strategies',
  'decisions',
  'orders',
  'portfolio',
  'sources',
  'registry',
  'models',
  'backtests',
] as const
export type Topic = (typeof TOPICS)[number]

/** One message of the stream: the topics in which something changed. */
export const News = v.strictObject({ topics: v.array(v.picklist(TOPICS)) })
export type News = v.InferOutput<typeof News>
