import { describe, expect, it } from 'vitest'
import { credibilityOf } from '#shared/domain/source/credibility.ts'
import {
  ownerOf,
  publisherIdOf,
  publisherKey,
  registeredDomain,
} from '#shared/domain/source/publisher.ts'

describe('credibilityOf()', () => {
  it.each([
    ['reuters.com', 0.85],
    ['theguardian.com', 0.75],
    ['cnbc.com', 0.75],
    ['barrons.com', 0.75],
    ['some-blog.example', 0.5],
    // A name is a claim: it has no standing of its own.
    ['Reuters', 0.5],
    ['reuters.com.evil.example', 0.5],
  ])('gives %s %d', (publisher, score) => expect(credibilityOf(publisher)).toBe(score))

  it('gives an unknown publisher what its source is given', () => {
    expect(credibilityOf('some-blog.example', 0.3)).toBe(0.3)
    expect(credibilityOf('constructor', 0.3)).toBe(0.3)
    expect(credibilityOf(undefined, 0.3)).toBe(0.3)
  })
})

describe('a registered domain', () => {
  it.each([
    ['https://feeds.a.dj.com/rss/RSSMarketsMain.xml', 'dj.com'],
    ['news.bbc.co.uk', 'bbc.co.uk'],
    ['https://www.theguardian.com:443/x?y', 'theguardian.com'],
    ['https://someone.github.io/feed', 'someone.github.io'],
    ['https://spiegel.de./x', 'spiegel.de'],
    ['https://例え.jp/', 'xn--r8jz45g.jp'],
    ['http://127.0.0.1:80/x', undefined],
    ['http://[2001:db8::1]/', undefined],
    ['localhost', undefined],
    ['', undefined],
  ])('of %s is %s', (text, domain) => expect(registeredDomain(text)).toBe(domain))
})

describe('a publisher', () => {
  it.each([
    ['Blog', 'blog'],
    ['BLOG', 'blog'],
    ['blog ', 'blog'],
    ['Ｂｌｏｇ', 'blog'],
    ['Reuters', 'reuters.com'],
    ['The Guardian', 'theguardian.com'],
    ['guardian.co.uk', 'theguardian.com'],
    ['https://feeds.reuters.com/x', 'reuters.com'],
    ['http://127.0.0.1:8080/rss/a.xml', '127.0.0.1'],
    ['Some Blog', 'some blog'],
    ['evil-reuters.com', 'evil-reuters.com'],
    ['  ', undefined],
  ])('"%s" is known as %s', (text, id) => expect(publisherIdOf(text)).toBe(id))

  it('belongs to its group, or to itself', () => {
    expect(new Set(['wsj.com', 'marketwatch.com', 'barrons.com'].map(ownerOf))).toEqual(
      new Set(['Dow Jones']),
    )
    expect(ownerOf('some-blog.example')).toBe('some-blog.example')
  })
})

describe('publisherKey()', () => {
  it('is one for the ways sources write one publisher', () => {
    expect(
      new Set(['The Guardian', 'guardian', 'www.guardian.com', 'THE  GUARDIAN'].map(publisherKey)),
    ).toEqual(new Set(['guardian']))
  })
})
