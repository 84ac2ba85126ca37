/** Every document that came in, as it stands. */

import { lakeTable } from './fact.ts'

export const documentsTable = lakeTable({
  name: 'documents',
  jobType: 'document',
  says: 'Every document that came in, as it stands',
  table: 'documents',
  key: { document_id: 'uuid' },
  moment: 'ingested_at',
  columns: {
    document_id: ['text', 'the document'],
    ingested_at: ['timestamp', 'when it came in first, business time'],
    published_at: ['timestamp', 'when its publisher says it was published'],
    source_id: ['text', 'the source that brought it'],
    source_type: ['text', 'kind of source: news_api, rss, filings, reddit, web'],
    document_type: ['text', 'what it is: article, press release, filing, post'],
    publisher: ['text', 'who published it, as it is told'],
    publisher_domain: ['text', 'registered domain it was fetched from'],
    owner_record: ['text', 'known, earned or none: what record the owner of its outlet had'],
    title: ['text', 'its title'],
    url: ['text', 'where it stands'],
    author: ['text', 'who wrote it, as it is told'],
    credibility_score: ['double', 'how far its source is believed, 0 to 1'],
    hour_is_synthetic: ['boolean', 'true where only its day was told and the hour was made'],
    status: ['text', 'where it stands in the pipeline'],
    status_reason: ['text', 'why, as a code'],
    quality_score: ['double', 'how well it can be read, 0 to 1'],
    language: ['text', 'its language, ISO 639-1'],
    story_id: ['text', 'the story it tells: copies share one'],
    content_version: ['integer', 'how many versions of it came in', 't.version'],
    content_hash: ['text', 'what makes it the same document'],
    raw_bucket: ['text', 'where its bytes are stored: bucket'],
    raw_key: ['text', 'where its bytes are stored: key'],
    raw_sha256: ['text', 'SHA-256 of its bytes, hex'],
  },
})
