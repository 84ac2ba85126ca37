import { expect } from 'vitest'
import { fc, test } from '@fast-check/vitest'
import { isSameStory, type Telling } from '#shared/domain/document/same-story.ts'
import { openStoryIndex } from '#shared/domain/document/story-index.ts'

const word = fc.constantFrom(
  'Ford',
  'recalls',
  '98,000',
  'trucks',
  'doors',
  'Boeing',
  'jets',
  'over',
)
const words = fc.array(word, { maxLength: 8 }).map((all) => all.join(' '))
const tellings = fc.array(
  fc.record({
    title: words,
    lead: words,
    publishedAt: fc.integer({ min: 0, max: 6 }).map((day) => new Date(day * 86_400_000)),
  }),
  { maxLength: 12 },
)

test.prop([tellings])('finds what comparing each with all finds, in their order', (all) => {
  const index = openStoryIndex<Telling>()
  for (const [place, telling] of all.entries()) {
    const before = all.slice(0, place)
    expect(index.sameAs(telling)).toEqual(before.filter((one) => isSameStory(telling, one)))
    index.add(telling)
  }
})
