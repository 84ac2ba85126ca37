/** What was taken back and told again stands since it was told again; what trends of before counted stays. */

import { expect, test } from 'vitest'
import type { Extraction } from '#shared/domain/document/reading/reading.ts'
import { retireReadings } from '#shared/sql/documents/current-readings.ts'
import { readReadable, saveExtraction } from '#shared/sql/documents/readings.ts'
import { readSignals, readSignalsById } from '#shared/sql/signals/signals.ts'
import { cloneDatabase } from '../../../helpers/database.ts'
import { putDocument } from '../../../helpers/signals.ts'

const { sql, as } = await cloneDatabase()
const stage = as('stonks_functions')
const NOW = new Date('2026-03-02T15:00:00Z')
const hour = (hours: number) => new Date(NOW.getTime() + hours * 3_600_000)
const by = { model: 'small', modelVersion: 'abc', promptVersion: '7', inputLength: 1 }

const telling = (sentiment: 'positive' | 'neutral'): Extraction => ({
  companies: [
    {
      entity: 'ACME',
      sentiment,
      score: sentiment === 'positive' ? 0.8 : 0,
      impact: 0.6,
      confidence: 0.8,
      catalyst: 'earnings',
      quotes: [],
    },
  ],
  keyFacts: [],
  summary: '',
  confidence: 0.8,
})

async function story(name: string) {
  const { documentId } = await putDocument(sql, {
    ticker: 'ACME',
    name,
    publishedAt: hour(-9),
    status: 'parsed',
  })
  await sql`update document_company_mentions set first_offset = 0 where document_id = ${documentId}`
  return {
    async tells(sentiment: 'positive' | 'neutral', at: Date): Promise<void> {
      const document = await readReadable(stage, documentId)
      const reader = { ...by, inputSha256: `${name} ${sentiment}` }
      await stage.begin((tx) => saveExtraction(tx, document!, telling(sentiment), reader, at))
    },
    isGone: (at: Date) => stage.begin((tx) => retireReadings(tx, documentId, at)),
    async now() {
      const signals = await readSignals(sql, 'ACME', NOW)
      return signals.find((signal) => signal.documentId === documentId)
    },
  }
}

test('a story that is planted, taken back and planted again stands since then', async () => {
  const one = await story('one')
  await one.tells('positive', hour(-8))
  const planted = await one.now()
  await one.tells('neutral', hour(-7.8))
  await one.tells('positive', hour(0))
  const again = await one.now()
  expect(again).toMatchObject({ impactId: planted!.impactId, sentiment: 1, readAt: hour(0) })
  // Said once more without a break, it stands as it stood.
  await one.tells('positive', hour(1))
  expect(await one.now()).toMatchObject({ readAt: hour(0) })

  const at = async (asOf: Date) => {
    const [signal] = await readSignalsById(sql, [planted!.impactId], asOf)
    return signal?.readAt
  }
  await one.tells('neutral', hour(2))
  await one.tells('positive', hour(3))
  // As trends of these moments counted it.
  expect([await at(hour(-7.9)), await at(hour(-1)), await at(hour(1)), await at(hour(3))]).toEqual([
    hour(-8),
    hour(-8),
    hour(0),
    hour(3),
  ])
  expect(
    await sql`select distinct extracted_at from document_impact_records
      where impact_id = ${planted!.impactId}`,
  ).toEqual([{ extractedAt: hour(-8) }])
})

test('so does one whose page told nothing for a while', async () => {
  const two = await story('two')
  await two.tells('positive', hour(-8))
  expect(await two.now()).toMatchObject({ readAt: hour(-8) })
  await two.isGone(hour(-7))
  expect(await two.now()).toBeUndefined()
  await two.tells('positive', hour(-1))
  expect(await two.now()).toMatchObject({ readAt: hour(-1) })
})

test('of comings back the newest hundred are kept', async () => {
  const three = await story('three')
  await three.tells('positive', hour(-8))
  const { impactId } = (await three.now())!
  await sql`update document_impact_records set again_at = array_fill(${hour(-7)}::timestamptz, array[100])
    where impact_id = ${impactId}`
  await three.tells('neutral', hour(-6))
  await three.tells('positive', hour(-5))
  const [row] =
    await sql`select again_at from document_impact_records where impact_id = ${impactId}`
  expect(row!.againAt).toHaveLength(100)
  expect(row!.againAt[0]).toEqual(hour(-5))
})
