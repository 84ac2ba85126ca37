/** Fills made up for tests of the ledger. */

import { fc } from '@fast-check/vitest'
import type { Fill } from '#shared/domain/ledger/ledger.ts'

const MINUTE_MS = 60_000
const OPEN = Date.UTC(2024, 5, 3, 14, 0)

export const minute = (count: number) => new Date(OPEN + count * MINUTE_MS)

/** A fill of AAPL in the given minute. */
export function fill(
  executionId: string,
  side: Fill['side'],
  quantity: string,
  price: string,
  at: number,
  fee = '0',
): Fill {
  return { executionId, ticker: 'AAPL', side, quantity, price, fee, filledAt: minute(at) }
}

const units = (max: number, places: number) =>
  fc.integer({ min: 1, max }).map((count) => (count / 10 ** places).toFixed(places))

/** Few minutes, so that ties of time, side and both come up; whole shares or odd fractions. */
export const anyFills = fc
  .array(
    fc.record({
      side: fc.constantFrom('buy' as const, 'sell' as const),
      quantity: fc.oneof(fc.integer({ min: 1, max: 6 }).map(String), units(3_000_000_000, 9)),
      price: fc.oneof(fc.integer({ min: 1, max: 9 }).map(String), units(500_000_000, 6)),
      fee: fc.oneof(fc.constant('0'), units(2_000_000, 6)),
      at: fc.integer({ min: 0, max: 5 }),
    }),
    { maxLength: 14 },
  )
  .map((rows) =>
    rows.map(({ side, quantity, price, at, fee }, index) =>
      fill(`x${index}`, side, quantity, price, at, fee),
    ),
  )
