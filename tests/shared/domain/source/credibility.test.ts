import { describe, expect, it } from 'vitest'
import { credibilityOf, publisherKey } from '#shared/domain/source/credibility.ts'

describe('credibilityOf()', () => {
  it.each([
    ['Reuters', 0.85],
    ['reuters.com', 0.85],
    ['The Guardian', 0.75],
    ['CNBC', 0.75],
    ['Barron’s', 0.75],
    ['Some Blog', 0.5],
  ])('gives %s %d', (publisher, score) => expect(credibilityOf(publisher)).toBe(score))

  it('gives an unknown publisher what its source is given', () => {
    expect(credibilityOf('Some Blog', 0.3)).toBe(0.3)
    expect(credibilityOf('constructor', 0.3)).toBe(0.3)
  })
})

describe('publisherKey()', () => {
  it('is one for the ways sources write one publisher', () => {
    expect(
      new Set(['The Guardian', 'guardian', 'www.guardian.com', 'THE  GUARDIAN'].map(publisherKey)),
    ).toEqual(new Set(['guardian']))
  })
})
