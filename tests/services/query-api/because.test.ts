/** What the page of a document says spoke loudest for a reading by rules. */

import { expect, test } from 'vitest'
import { compileRegistry } from '#shared/domain/document/mentions/registry.ts'
import { findMentions } from '#shared/domain/document/mentions/mentions.ts'
import { toneReader } from '#shared/domain/document/tone/reader.ts'
import { withReasons } from '../../../services/query-api/documents/because.ts'

const text = 'Nuvaquant shares plunge after it cuts its outlook and recalls its pumps.'
const company = {
  companyId: 'c',
  ticker: 'NVQ',
  legalName: 'Nuvaquant Inc.',
  aliases: ['Nuvaquant'],
}
const registry = compileRegistry([{ ...company, securities: [] } as never])
const mentions = findMentions(registry, text, 0)
const { companies } = await toneReader.extract(text, mentions, AbortSignal.timeout(10_000))
const [read] = companies
const impact = { ticker: 'NVQ', sentimentScore: read?.score } as never
const reading = {
  model: toneReader.model,
  modelVersion: toneReader.modelVersion,
  inputLength: text.length,
}
const given = { text, reading, mentions: [{ ticker: 'NVQ', firstOffset: 0 }] }
const reasonsOf = async (impacts: readonly never[], more: object = {}) => {
  const [told] = await withReasons(() => Promise.resolve(registry), impacts, { ...given, ...more })
  return told?.because
}

test('is told in words, the loudest first, where the same comes out again', async () => {
  const because = (await reasonsOf([impact])) ?? []
  expect(because.length).toBeGreaterThan(0)
  expect(because.map(({ weight }) => weight)).toEqual(
    because.map(({ weight }) => weight).toSorted((a, b) => b - a),
  )
})

test.each([
  ['another score was stored', {}, [{ ticker: 'NVQ', sentimentScore: 0.123 }]],
  ['another reader made it', { reading: { ...reading, model: 'qwen' } }, [impact]],
  [
    'an earlier version of the rules made it',
    { reading: { ...reading, modelVersion: '0' } },
    [impact],
  ],
  ['not all of the text was read', { reading: { ...reading, inputLength: 5 } }, [impact]],
  ['its text is gone', { text: null }, [impact]],
  ['it has no reading', { reading: undefined }, [impact]],
  ['the text does not name it', { mentions: [{ ticker: 'NVQ', firstOffset: -1 }] }, [impact]],
])('is not made up where %s', async (_, more, impacts) => {
  expect(await reasonsOf(impacts as never, more)).toEqual([])
})
