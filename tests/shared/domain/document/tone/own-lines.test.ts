/**
 * How many of our own lines rules-v2 reads right: those it was mended by, and those it never saw. Both were written,
 * with their labels, before anybody looked at what the model says of them.
 */

import { describe, expect, it } from 'vitest'
import { extractByModel } from '#shared/domain/document/tone/extract.ts'
import { HELD_OUT_LINES } from './held-out-lines.ts'
import { MENDED_LINES } from './mended-lines.ts'

const LABELS = { '+': 'positive', '0': 'neutral', '-': 'negative' } as const

function linesOf(table: string) {
  return table
    .trim()
    .split('\n')
    .map((line) => {
      const [text = '', labels = ''] = line.split(' | ')
      const entities = labels.split(', ').map((one) => {
        const name = one.slice(0, -2)
        const occurrences = [...text.matchAll(new RegExp(name, 'g'))].map(({ index }) => ({
          start: index,
          end: index + name.length,
        }))
        return { name, occurrences, label: LABELS[one.at(-1) as keyof typeof LABELS] }
      })
      return { text, entities }
    })
}

function measure(table: string): { labels: number; accuracy: number; turned: number } {
  const answers = linesOf(table).flatMap(({ text, entities }) =>
    extractByModel(text, entities).companies.map(({ sentiment }, at) => ({
      sentiment,
      label: entities[at]?.label,
    })),
  )
  const turned = answers.filter(
    ({ sentiment, label }) =>
      label !== 'neutral' && [sentiment, label].sort().join() === 'negative,positive',
  )
  return {
    labels: answers.length,
    accuracy: answers.filter(({ sentiment, label }) => sentiment === label).length / answers.length,
    turned: turned.length / answers.length,
  }
}

describe('lines of our own', () => {
  it('name whom they are about, each with a label', () => {
    for (const { text, entities } of [...linesOf(MENDED_LINES), ...linesOf(HELD_OUT_LINES)])
      for (const { label, occurrences } of entities) {
        expect(label, text).toBeDefined()
        expect(occurrences.length, text).toBeGreaterThan(0)
      }
  })

  it.each([
    ['that it was mended by', MENDED_LINES, 0.85, 0.03],
    ['that it never saw', HELD_OUT_LINES, 0.7, 0.12],
  ])('%s', (_which, table, least, turnedMost) => {
    const { labels, accuracy, turned } = measure(table)
    expect(labels).toBeGreaterThan(90)
    expect(accuracy).toBeGreaterThanOrEqual(least)
    expect(turned).toBeLessThanOrEqual(turnedMost)
  })
})
