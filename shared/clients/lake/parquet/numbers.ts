/** Numbers and truths as Parquet keeps them, the least byte first. */

type Numbers = { bytes: Uint8Array; bounds: { min?: number; max?: number; nans?: number } }

const WORD = 2 ** 32

/** Safe whole numbers as eight bytes each. */
export function encodeIntegers(numbers: readonly number[]): Numbers {
  const bytes = new Uint8Array(numbers.length * 8)
  const view = new DataView(bytes.buffer)
  for (let place = 0; place < numbers.length; place += 1) {
    const number = numbers[place] as number
    view.setInt32(place * 8, number | 0, true)
    view.setInt32(place * 8 + 4, Math.floor(number / WORD), true)
  }
  return { bytes, bounds: boundsOf(numbers) }
}

/** Days since 1970 as four bytes each. */
export function encodeDays(days: readonly number[]): Numbers {
  const bytes = new Uint8Array(days.length * 4)
  const view = new DataView(bytes.buffer)
  for (const [place, day] of days.entries()) view.setInt32(place * 4, day, true)
  return { bytes, bounds: boundsOf(days) }
}

/** Eight bytes each. */
export function encodeDoubles(numbers: readonly number[]): Numbers {
  const bytes = new Uint8Array(numbers.length * 8)
  const view = new DataView(bytes.buffer)
  let nans = 0
  for (let place = 0; place < numbers.length; place += 1) {
    const number = numbers[place] as number
    view.setFloat64(place * 8, number, true)
    if (Number.isNaN(number)) nans += 1
  }
  const { min, max } = boundsOf(numbers)
  // What is no number lies within no bounds, but some engines have it as the greatest: they must not skip it.
  if (nans > 0 || min === undefined || max === undefined) return { bytes, bounds: { nans } }
  // Of the two zeros, which are one in an order, each bound is the outer.
  return { bytes, bounds: { min: min === 0 ? -0 : min, max: max === 0 ? 0 : max, nans } }
}

/** A bit each. */
export function encodeBooleans(cells: readonly boolean[]): {
  bytes: Uint8Array
  bounds: { min?: boolean; max?: boolean }
} {
  const bytes = new Uint8Array((cells.length + 7) >> 3)
  let truths = 0
  for (let place = 0; place < cells.length; place += 1) {
    if (!cells[place]) continue
    bytes[place >> 3] = (bytes[place >> 3] as number) | (1 << (place & 7))
    truths += 1
  }
  const bounds = cells.length === 0 ? {} : { min: truths === cells.length, max: truths > 0 }
  return { bytes, bounds }
}

function boundsOf(numbers: readonly number[]): { min?: number; max?: number } {
  if (numbers.length === 0) return {}
  let min = numbers[0] as number
  let max = min
  for (let place = 1; place < numbers.length; place += 1) {
    const number = numbers[place] as number
    if (number < min) min = number
    else if (number > max) max = number
  }
  return { min, max }
}
