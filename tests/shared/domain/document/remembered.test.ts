import { fc, test } from '@fast-check/vitest'
import { describe, expect, it } from 'vitest'
import { openDocumentMemory } from '#shared/domain/document/remembered.ts'
import { articleIdentity } from '#shared/domain/document/article-identity.ts'
import type { FoundDocument } from '#shared/domain/source/found.ts'
import { sha256 } from '#shared/host/ids.ts'

type Told = { title: string; body: string; id: string | null; url: string | null; at: string }
function item({ title, body, id, url, at }: Told): FoundDocument {
  const publishedAt = new Date(`2026-03-02T${at}:00Z`)
  return {
    documentType: 'article',
    identity: articleIdentity({ title, publishedAt, publisher: 'Wire', url }),
    sourceItemId: id,
    url,
    title,
    author: null,
    publisher: 'Wire',
    summary: body,
    credibilityScore: 0.5,
    publishedAt,
    hourIsSynthetic: false,
    ticker: '',
    raw: {
      bucket: 'b',
      bytes: Buffer.from(JSON.stringify({ title, link: url, description: body })),
      mediaType: 'application/json',
    },
  }
}
const open = () => openDocumentMemory('source', sha256, sha256)
const base: Told = { title: 'Ford', body: 'up', id: 'g', url: 'https://n.example/1', at: '14:00' }

describe('a memory of documents', () => {
  it('numbers the corrections of one', () => {
    const take = open()
    const [first] = take([item(base)])
    const [second] = take([item({ ...base, body: 'down' })])
    expect([first?.version, second?.version, second?.id]).toEqual([1, 2, first?.id])
    // Taken back, it is another version; told again it is the same one.
    expect(take([item(base)]).map(({ version }) => version)).toEqual([3])
    expect(take([item(base)])).toEqual([])
  })

  it('takes the same headline at other links for other documents', () => {
    const told = [1, 2, 3].map((n) => item({ ...base, id: null, url: `https://n.example/${n}` }))
    expect(new Set(open()(told).map(({ id }) => id)).size).toBe(3)
  })
})

const anyItem: fc.Arbitrary<Told> = fc.record({
  title: fc.constantFrom('One', 'Two', 'Three'),
  body: fc.constantFrom('x', 'y', 'z'),
  id: fc.constantFrom('g1', 'g2', 'g3', null),
  url: fc.constantFrom('https://n.example/1', 'https://n.example/2', 'https://n.example/', null),
  at: fc.constantFrom('13:00', '14:00'),
})

test.prop([fc.array(anyItem, { maxLength: 6 })], { numRuns: 1500 })(
  'whatever a source tells, telling it again changes nothing, in any order',
  (told) => {
    const take = open()
    take(told.map(item))
    expect(take(told.map(item))).toEqual([])
    expect(take(told.map(item).toReversed())).toEqual([])
  },
)

test.prop([fc.array(fc.array(anyItem, { maxLength: 4 }), { maxLength: 5 })], { numRuns: 300 })(
  'whatever a source told before, telling the same for ever comes to rest',
  (fetches) => {
    const take = open()
    for (const told of fetches) take(told.map(item))
    const last = (fetches.at(-1) ?? []).map(item)
    take(last)
    expect(take(last)).toEqual([])
  },
)
