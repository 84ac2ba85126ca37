/** A report as HTML: whatever others wrote, it stays text; it loads nothing and runs nothing. */

import { test as prop, fc } from '@fast-check/vitest'
import { Parser } from 'htmlparser2'
import { describe, expect, test } from 'vitest'
import { reportHtml } from '#shared/domain/report/html/document.ts'
import { sampleReport } from '../../../helpers/reports.ts'

const madeAt = new Date('2019-05-03T20:30:00Z')
const html = (body = sampleReport(), reconciles = true) =>
  reportHtml({ body, version: 1, madeAt, reconciles })

/** Every element and attribute that a browser would see. */
function seen(text: string): { tags: Set<string>; attributes: Set<string> } {
  const [tags, attributes] = [new Set<string>(), new Set<string>()]
  const parser = new Parser({
    onopentag(name, attribs) {
      tags.add(name)
      for (const attribute of Object.keys(attribs)) attributes.add(attribute)
    },
  })
  parser.end(text)
  return { tags, attributes }
}

const plain = seen(html())

describe('what others wrote', () => {
  const hostile = fc.oneof(
    fc.string(),
    fc.string({ unit: 'binary' }),
    fc.constantFrom(
      '</style><script>alert(1)</script>',
      '"><img src=x onerror=alert(1)>',
      '\u0000<svg/onload=1>',
      '&lt;b',
      "' style='x",
    ),
  )
  prop.prop([hostile, hostile])('adds no element and no attribute', (one, other) => {
    const told = seen(
      html(sampleReport({ thesis: one, says: other, ticker: one, publisher: other })),
    )
    expect([...told.tags].toSorted()).toEqual([...plain.tags].toSorted())
    expect([...told.attributes].toSorted()).toEqual([...plain.attributes].toSorted())
  })
})

test('it asks nobody for anything, and runs nothing', () => {
  const text = html()
  expect(
    [...plain.tags].filter((tag) =>
      ['script', 'link', 'img', 'iframe', 'object', 'a', 'form'].includes(tag),
    ),
  ).toEqual([])
  expect(
    [...plain.attributes].filter(
      (name) => name.startsWith('on') || ['style', 'src', 'href'].includes(name),
    ),
  ).toEqual([])
  expect(text).not.toMatch(/url\(|@import|https?:/)
})

test('one that does not equal the books says so first', () => {
  expect(html(sampleReport(), false)).toContain('This report does not equal the books')
  expect(html()).not.toContain('This report does not equal the books')
})
