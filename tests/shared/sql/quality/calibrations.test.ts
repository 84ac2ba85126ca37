/** What an evaluation fitted is in the readings of that very version from then on. */

import { expect, it } from 'vitest'
import type { Extraction } from '#shared/domain/document/reading/reading.ts'
import { readReadable, saveExtraction } from '#shared/sql/documents/readings.ts'
import { saveCalibration } from '#shared/sql/quality/calibrations.ts'
import { cloneDatabase } from '../../../helpers/database.ts'
import { putDocument } from '../../../helpers/signals.ts'
import { storeTexts } from '../../../../services/cli/evaluate/store.ts'

const { sql, as } = await cloneDatabase()
const stage = as('stonks_functions')
const NOW = new Date('2026-03-02T15:00:00Z')
const by = { model: 'small', modelVersion: 'abc', promptVersion: '7' }
const fitted = { method: 'isotonic', points: [[0.5, 0.4], [0.9, 0.7]], fittedOn: 600, checkedOn: 600, eceBefore: 0.2, eceAfter: 0.02 } as const // prettier-ignore

const extraction = (confidence: number, rawConfidence?: number): Extraction => ({
  companies: [
    {
      entity: 'ACME',
      sentiment: 'positive',
      score: 0.8,
      impact: 0.6,
      confidence,
      ...(rawConfidence === undefined ? {} : { rawConfidence }),
      catalyst: 'earnings',
      quotes: [],
    },
  ],
  keyFacts: [],
  summary: '',
  confidence,
})

async function store(name: string, version: string, read: Extraction) {
  const { documentId } = await putDocument(sql, {
    ticker: 'ACME',
    name,
    publishedAt: NOW,
    status: 'parsed',
  })
  await sql`update document_company_mentions set first_offset = 0 where document_id = ${documentId}`
  const document = await readReadable(stage, documentId)
  const reader = { ...by, modelVersion: version, inputSha256: name, inputLength: 1 }
  await stage.begin((tx) => saveExtraction(tx, document!, read, reader, NOW))
  const [row] = await sql`
    select record.confidence, record.raw_confidence, reading.confidence as whole
    from document_impact_records record join document_intelligence reading using (reading_id)
    where record.document_id = ${documentId}`
  return row
}

it('reads the confidence off the points and keeps the raw one, for that version alone', async () => {
  await saveCalibration(sql, by, fitted, NOW)
  expect(await store('a', 'abc', extraction(0.7))).toEqual({
    confidence: 0.55,
    rawConfidence: 0.7,
    whole: 0.55,
  })
  expect(await store('b', 'abc', extraction(0.99, 0.5))).toEqual({
    confidence: 0.4,
    rawConfidence: 0.5,
    whole: 0.4,
  })
  expect(await store('c', 'abc', extraction(0))).toEqual({
    confidence: 0,
    rawConfidence: 0,
    whole: 0,
  })
  expect(await store('d', 'abd', extraction(0.7))).toEqual({
    confidence: 0.7,
    rawConfidence: null,
    whole: 0.7,
  })
})

it('is stored by an evaluation, which leaves a row of what it measured', async () => {
  const points = [[0.1, 0.2], [0.9, 0.5]] // prettier-ignore
  const calibration = { method: 'platt', fitted_on: 60, checked_on: 55, ece: { before: 0.3, after: 0.1 }, brier: { before: 0.3, after: 0.2 }, points } as const // prettier-ignore
  const none = { labels: 0, precision: 0, recall: 0, f1: 0 }
  const report = { lines: 100, labels: 115, accuracy: 0.8, macro_f1: 0.79, per_class: { positive: none, neutral: none, negative: none }, differing_accuracy: null, brier: 0.2, ece: 0.1, texts_per_second: 9, tokens: 7, calibration } // prettier-ignore
  const reader = { by: () => by, read: () => Promise.reject(new Error('unused')) }
  await storeTexts(sql, reader, { file: 'some/set.jsonl', report, bins: [] })
  expect(await store('e', 'abc', extraction(0.5))).toMatchObject({ confidence: 0.35 })
  const [kept] = await sql`select model, metric, value, detail from model_performance_metrics`
  expect(kept).toMatchObject({ model: 'small', metric: 'evaluation', value: 0.8 })
  expect(kept!['detail']).toMatchObject({ set: 'set.jsonl', version: 'abc', labels: 115, bins: [] })
  const trained = { ...reader, isCalibratedByWeights: true }
  await expect(storeTexts(sql, trained, { file: '-', report, bins: [] })).rejects.toThrow(
    /npm run train/,
  )
})
