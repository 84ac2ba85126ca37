/** Bars by chance, for properties of indicators: they hardly move, stand still, jump, and some have no range. */

import { fc } from '@fast-check/vitest'
import type { Bars } from '#shared/domain/technical/indicators/series.ts'

/** A move of a bar in hundredths of a percent, its reach up and down, and its volume. */
const move = fc.record({
  by: fc.oneof(
    { weight: 6, arbitrary: fc.integer({ min: -300, max: 300 }) },
    { weight: 2, arbitrary: fc.constant(0) },
    { weight: 1, arbitrary: fc.integer({ min: -4_000, max: 6_000 }) },
  ),
  up: fc.nat({ max: 200 }),
  down: fc.nat({ max: 200 }),
  volume: fc.nat({ max: 5_000_000 }),
})

export const walkOfBars: fc.Arbitrary<Bars> = fc
  .array(move, { minLength: 60, maxLength: 260 })
  .map((moves) => {
    let price = 100
    const rows = moves.map(({ by, up, down, volume }) => {
      price = Math.max(0.01, Math.round(price * (1 + by / 10_000) * 100) / 100)
      const [high, low] = [price * (1 + up / 10_000), price * (1 - down / 10_000)]
      return {
        high: Math.round(high * 1e4) / 1e4,
        low: Math.round(low * 1e4) / 1e4,
        close: price,
        volume,
      }
    })
    const column = (of: (row: (typeof rows)[number]) => number) => Float64Array.from(rows, of)
    return {
      high: column(({ high }) => high),
      low: column(({ low }) => low),
      close: column(({ close }) => close),
      volume: column(({ volume }) => volume),
    }
  })
