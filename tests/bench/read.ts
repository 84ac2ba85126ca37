/**
 * Headlines read by rules-v2 in a second of processor time, against rules-v1 in the same run. Headlines
 * are the labelled ones where they lie beside the checkout, else written from our own lessons.
 */

import { extractByRules } from '#shared/domain/document/rules/extract.ts'
import type { Entity, Extraction } from '#shared/domain/document/reading/reading.ts'
import { extractByModel } from '#shared/domain/document/tone/extract.ts'
import { labelledTexts } from './labelled-texts.ts'
import { median } from './median.ts'

const ROUNDS = 5

export function bench() {
  const texts = labelledTexts()
  const rounds = Array.from({ length: ROUNDS }, () => {
    const ours = perSecond(texts, extractByModel)
    const peer = perSecond(texts, extractByRules)
    return { ours, peer, ratio: ours / peer }
  })
  return {
    name: 'read',
    ours: median(rounds.map(({ ours }) => ours)),
    peer: median(rounds.map(({ peer }) => peer)),
    ratio: median(rounds.map(({ ratio }) => ratio)),
    unit: 'headlines/s',
  }
}

type Read = (text: string, entities: readonly Entity[]) => Extraction

function perSecond(texts: ReturnType<typeof labelledTexts>, read: Read): number {
  const start = process.cpuUsage()
  for (const { text, entities } of texts) read(text, entities)
  const { user, system } = process.cpuUsage(start)
  return Math.round((texts.length * 1e6) / (user + system))
}
