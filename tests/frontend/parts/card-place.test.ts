import { fc, test as property } from '@fast-check/vitest'
import { expect, test } from 'vitest'
import { CARD_WIDTH, cardPlace } from '../../../frontend/src/parts/card-place.ts'

const room = { width: 1280, height: 800 }

test.each([
  ['below, at its left edge', { left: 100, top: 100, bottom: 120 }, { left: 100, top: 126 }],
  ['within the right edge', { left: 1250, top: 100, bottom: 120 }, { left: 984, top: 126 }],
  ['within the left edge', { left: -40, top: 100, bottom: 120 }, { left: 8, top: 126 }],
  ['below where it just fits', { left: 8, top: 534, bottom: 554 }, { left: 8, top: 560 }],
  ['above where it does not', { left: 8, top: 535, bottom: 555 }, { left: 8, bottom: 271 }],
])('a card stands %s', (_, of, place) => {
  expect(cardPlace(of, room)).toEqual({ ...place, width: CARD_WIDTH })
})

test('where there is no room on either side it stands below', () => {
  const of = { left: 8, top: 245, bottom: 265 }
  expect(cardPlace(of, { width: 1280, height: 500 })).toMatchObject({ top: 271 })
  expect(cardPlace({ ...of, top: 246 }, { width: 1280, height: 500 })).toMatchObject({
    bottom: 260,
  })
})

property.prop([fc.integer({ min: -500, max: 5000 }), fc.integer({ min: 200, max: 3000 })])(
  'it is never wider than the window, nor beyond its edges',
  (left, width) => {
    const place = cardPlace({ left, top: 100, bottom: 120 }, { width, height: 800 })
    expect(place.left).toBeGreaterThanOrEqual(8)
    expect(place.left + place.width).toBeLessThanOrEqual(width - 8)
  },
)
