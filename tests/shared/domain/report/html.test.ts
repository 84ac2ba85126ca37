/** A report as HTML: whatever others wrote, it stays text; it loads nothing and runs nothing. */

import { test as prop, fc } from '@fast-check/vitest'
import { Parser } from 'htmlparser2'
import { describe, expect, test } from 'vitest'
import type { ReportBody } from '#shared/contracts/api/report-body.ts'
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

describe('charts', () => {
  const drawn = (body: ReportBody, kind: string) =>
    [...html(body).matchAll(new RegExp(`class="${kind}" d="([^"]*)"`, 'g'))].map(([, path]) => path)

  test('draw each point of the curve where it belongs, and leave gaps where nothing is known', () => {
    // Growth of 1, 0.988 and 1.0029 from left to right, the lowest at the bottom and the highest at the top.
    expect(drawn(sampleReport(), 'own')).toEqual(['M96.0 47.8L353.0 196.0L610.0 12.0'])
    expect(drawn(sampleReport(), 'spy')).toEqual(['M96.0 47.8M610.0 60.2'])
    expect(drawn(sampleReport(), 'fall')).toEqual([
      'M96.0 12.0L96.0 12.0L353.0 96.0L610.0 12.0L610.0 12.0Z',
    ])
  })

  test('are not drawn of what did not move', () => {
    const curve = sampleReport().curve.map((point) => ({
      ...point,
      growth: 1,
      spy: null,
      drawdown: 0,
    }))
    expect(html({ ...sampleReport(), curve })).not.toContain('class="own"')
  })

  test('draw cash where a rate was set, and nothing of it where none was', () => {
    expect(drawn(sampleReport(), 'cash')).toEqual([''])
    const curve = sampleReport().curve.map((point, place) => ({ ...point, cash: 1 + place / 1000 }))
    expect(drawn({ ...sampleReport(), curve }, 'cash')).toEqual([
      'M96.0 47.8L353.0 35.5L610.0 23.1',
    ])
  })

  test('draw a share as a bar, with its bounds over it', () => {
    const text = html()
    // From 170, a whole is 440 wide: 3 of 5, and between 23 and 88 of a hundred.
    expect(text).toContain('<rect class="bar" x="170" y="19.0" width="264.0" height="14"/>')
    expect(text).toContain('<line class="sure" x1="271.2" x2="557.2" y1="26.0" y2="26.0"/>')
    expect(text).toContain('3 of 5')
  })

  test('names beside lines that end at one height do not lie over each other', () => {
    const curve = sampleReport().curve.map((point) => ({
      ...point,
      growth: 1.01,
      spy: 1.01,
      cash: 1.01,
      drawdown: 0,
    }))
    const places = [
      ...html({ ...sampleReport(), curve }).matchAll(
        /class="(?:own|spy|cash)-text" x="616" y="([\d.]+)"/g,
      ),
    ].map(([, y]) => Number(y))
    expect(places).toHaveLength(3)
    const sorted = places.toSorted((a, b) => a - b)
    for (const [place, y] of sorted.slice(1).entries())
      expect(y - sorted[place]!).toBeGreaterThanOrEqual(20)
  })
})
