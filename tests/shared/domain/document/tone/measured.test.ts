/**
 * How well rules-v2 reads the texts that it was never trained on (docs/evaluation.md, What was measured):
 * what it reaches there less a little, so that a change of features that costs more is seen.
 */

import { describe, expect, it } from 'vitest'
import { isHeldOut, readLabelled } from '../../../../../services/cli/evaluate/labelled.ts'
import { readAll } from '../../../../../services/cli/evaluate/read-all.ts'
import { openReader } from '../../../../../services/cli/evaluate/readers.ts'
import { textReportOf } from '../../../../../services/cli/evaluate/text-report.ts'
import { beside } from '../../../../helpers/beside.ts'

const { path: folder, why } = beside('data/news')

const { signal } = new AbortController()
const faulty = (line: number, told: string) => expect.fail(`line ${line}: ${told}`)

async function measure(file: string) {
  const texts = readLabelled(`${folder}/${file}`, faulty).filter(({ text }) => isHeldOut(text))
  const onlooker = { signal, failed: faulty, progress: () => undefined }
  return textReportOf(await readAll(texts, await openReader('rules-v2'), onlooker))
}

describe.skipIf(why)(`rules-v2 on held-out texts${why}`, () => {
  it('reads of headlines what it says of each company', async () => {
    const report = await measure('sentfin_dev.jsonl')
    expect(report.labels).toBe(1_184)
    expect(report.accuracy).toBeGreaterThanOrEqual(0.84)
    expect(report.macro_f1).toBeGreaterThanOrEqual(0.842)
    expect(report.differing_accuracy).toBeGreaterThanOrEqual(0.8)
    expect(report.ece).toBeLessThanOrEqual(0.039)
  })

  it('reads posts as a whole', async () => {
    const report = await measure('twitter_financial_dev.jsonl')
    expect(report.labels).toBe(164)
    // One label is 0.006.
    expect(report.accuracy).toBeGreaterThanOrEqual(0.8)
    expect(report.macro_f1).toBeGreaterThanOrEqual(0.745)
    expect(report.ece).toBeLessThanOrEqual(0.055)
  })
})
