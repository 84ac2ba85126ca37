/** Every reading of a document, by rules or by a model. */

import { lakeTable } from './fact.ts'

export const extractionsTable = lakeTable({
  name: 'extractions',
  jobType: 'document_extraction',
  says: 'Every reading of a document, by rules or by a model',
  table: 'document_intelligence',
  key: { reading_id: 'uuid' },
  entity: 'document_id',
  moment: 'extracted_at',
  outlives: 'retention',
  columns: {
    reading_id: ['text', 'the reading'],
    document_id: ['text', 'the document that was read'],
    extracted_at: ['timestamp', 'when it was read, business time'],
    number: ['integer', 'which reading of the document it is, from 1'],
    is_current: ['boolean', 'true of the one that counts'],
    model: ['text', 'who read it'],
    model_version: ['text', 'version of the reader, or digest of the model'],
    prompt_version: ['text', 'form of the question'],
    confidence: ['double', 'how sure the reader is of the whole, 0 to 1'],
    novelty: ['double', 'how new what it tells is, 0 to 1'],
    summary: ['text', 'what it tells, in short'],
    input_sha256: ['text', 'SHA-256 of the text that was read, hex'],
    input_length: ['integer', 'its length in characters'],
  },
})
