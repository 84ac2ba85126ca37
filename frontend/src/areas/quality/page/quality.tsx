/** How good it is: readers on labelled texts, trends against the next session, publishers, readers among each other. */

import { ReaderQuality } from '../parts/reader-quality.tsx'
import { ReaderDisagreements } from '../parts/reader-disagreements.tsx'
import { PublisherRecords } from '../parts/publisher-records.tsx'
import { TrendQuality } from '../parts/trend-quality.tsx'

export function QualityPage() {
  return (
    <div className="space-y-4">
      <h1 className="sr-only">Model quality</h1>
      <ReaderQuality />
      <TrendQuality />
      <PublisherRecords />
      <ReaderDisagreements />
    </div>
  )
}
