import { describe, expect, it } from 'vitest'
import { canonicalLink } from '#shared/domain/source/link.ts'

describe('canonicalLink()', () => {
  it.each([
    ['https://www.example.com/a/b/', 'example.com/a/b'],
    ['http://example.com:80/a/b#top', 'example.com/a/b'],
    ['https://EXAMPLE.com:443/a/b?utm_source=rss&utm_medium=feed', 'example.com/a/b'],
    ['https://m.example.com/a//b/index.html?fbclid=1', 'example.com/a/b'],
    ['https://example.com./a/b/amp/', 'example.com/a/b'],
    ['  https://example.com/a/b?ref=home&source=feed ', 'example.com/a/b'],
    ['https://example.com/a%2Cb?b=2&a=1', 'example.com/a%2Cb?a=1&b=2'],
    ['https://example.com/a?a=1&b=2&gclid=x', 'example.com/a?a=1&b=2'],
    ['https://example.com/?p=1234', 'example.com?p=1234'],
    ['https://example.com:8080/a', 'example.com:8080/a'],
    ['https://example.com/caf%C3%A9', 'example.com/caf%C3%A9'],
    ['https://example.com/café', 'example.com/caf%C3%A9'],
    ['https://example.com/%E0%A4%A', 'example.com/%E0%A4%A'],
  ])('%s is %s', (link, one) => expect(canonicalLink(link)).toBe(one))

  it.each([
    null,
    '',
    'no link',
    'mailto:a@b.c',
    'https://example.com/',
    'https://www.example.com/?utm_source=x',
    'urn:x:1',
    `https://x.example/${'a'.repeat(3000)}`,
  ])('%s says nothing of an item', (link) => expect(canonicalLink(link)).toBeNull())

  it.each([
    ['https://example.com/A', 'https://example.com/a'],
    ['https://example.com/a?id=1', 'https://example.com/a?id=2'],
    ['https://one.example.com/a', 'https://two.example.com/a'],
  ])('%s is not %s', (one, other) => expect(canonicalLink(one)).not.toBe(canonicalLink(other)))
})
