/** Decimal text as Parquet keeps it: a whole number of its smallest unit, sixteen bytes, the greatest first. */

import { DECIMAL } from './types.ts'

const { scale: SCALE, bytes: BYTES } = DECIMAL
/** Digits before the point. */
const WHOLE_DIGITS = DECIMAL.precision - SCALE
const TOO_MANY = 10n ** BigInt(DECIMAL.precision)
const UNIT = 10 ** SCALE
/** A number holds as many digits exactly. */
const EXACT_DIGITS = 15

const ZERO = 48
const POINT = 46
const MINUS = 45

const WORD = 2 ** 32
const HALF = 2 ** 16

/** @throws RangeError of a text that is no decimal or does not fit. */
export function encodeDecimals(texts: readonly string[]): Uint8Array {
  const bytes = new Uint8Array(texts.length * BYTES)
  const view = new DataView(bytes.buffer)
  for (let place = 0; place < texts.length; place += 1) {
    const text = texts[place] as string
    if (!putShort(view, place * BYTES, text)) putAny(view, place * BYTES, text)
  }
  return bytes
}

/** The least and the greatest of encoded ones, in smallest units; nothing of none. */
export function decimalBounds(bytes: Uint8Array): { min?: bigint; max?: bigint } {
  if (bytes.length === 0) return {}
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
  let [min, max] = [0, 0]
  for (let at = BYTES; at < bytes.length; at += BYTES) {
    if (isLess(view, at, min)) min = at
    else if (isLess(view, max, at)) max = at
  }
  return { min: unitsAt(view, min), max: unitsAt(view, max) }
}

function isLess(view: DataView, one: number, other: number): boolean {
  const [top, topOther] = [view.getInt32(one), view.getInt32(other)]
  if (top !== topOther) return top < topOther
  for (let word = 4; word < BYTES; word += 4) {
    const [part, partOther] = [view.getUint32(one + word), view.getUint32(other + word)]
    if (part !== partOther) return part < partOther
  }
  return false
}

function unitsAt(view: DataView, at: number): bigint {
  return (view.getBigInt64(at) << 64n) | view.getBigUint64(at + 8)
}

/** Most of them by way of numbers, without a big integer each; false, and nothing done, of any other. */
function putShort(view: DataView, at: number, text: string): boolean {
  const isNegative = text.charCodeAt(0) === MINUS
  const first = isNegative ? 1 : 0
  let place = first
  let whole = 0
  for (; place < text.length; place += 1) {
    const digit = text.charCodeAt(place) - ZERO
    if (digit < 0 || digit > 9) break
    whole = whole * 10 + digit
  }
  const isPlain = place > first && place - first <= EXACT_DIGITS
  if (!isPlain || (place < text.length && text.charCodeAt(place) !== POINT)) return false
  const decimals = text.length - place - 1
  if (decimals === 0 || decimals > SCALE) return false
  let fraction = 0
  for (let left = SCALE; left > 0; left -= 1) {
    place += 1
    const digit = place < text.length ? text.charCodeAt(place) - ZERO : 0
    if (digit < 0 || digit > 9) return false
    fraction = fraction * 10 + digit
  }
  putUnits(view, at, whole, fraction, isNegative)
  return true
}

/** whole · 10⁹ + fraction, in halves of words, so that no product is beyond what a number holds. */
function putUnits(
  view: DataView,
  at: number,
  whole: number,
  fraction: number,
  isNegative: boolean,
): void {
  const low = (whole % HALF) * UNIT + fraction
  const middle = (Math.floor(whole / HALF) % HALF) * UNIT + Math.floor(low / HALF)
  const high = Math.floor(whole / WORD) * UNIT + Math.floor(middle / HALF)
  let [last, third, second, first] = [
    (middle % HALF) * HALF + (low % HALF),
    high % WORD,
    Math.floor(high / WORD),
    0,
  ]
  if (isNegative) {
    // Two's complement: all turned round, and one more.
    last = WORD - last
    third = WORD - 1 - third
    second = WORD - 1 - second
    first = WORD - 1
    if (last === WORD) {
      last = 0
      third += 1
    }
    if (third === WORD) {
      third = 0
      second += 1
    }
    if (second === WORD) {
      second = 0
      first = (first + 1) % WORD
    }
  }
  view.setUint32(at, first)
  view.setUint32(at + 4, second)
  view.setUint32(at + 8, third)
  view.setUint32(at + 12, last)
}

function putAny(view: DataView, at: number, text: string): void {
  const units = unscaled(text)
  view.setBigInt64(at, units >> 64n)
  view.setBigUint64(at + 8, BigInt.asUintN(64, units))
}

/** Decimal text as a whole number of its smallest unit. */
function unscaled(text: string): bigint {
  const parts = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text)
  const decimals = parts?.[3]?.replace(/0+$/, '') ?? ''
  const units = parts ? BigInt(`${parts[2]}${decimals.padEnd(SCALE, '0')}`) : 0n
  if (!parts || decimals.length > SCALE || units >= TOO_MANY) {
    throw new RangeError(
      `Write a decimal: expected up to ${WHOLE_DIGITS} digits and ${SCALE} decimals, found ${text}`,
    )
  }
  return parts[1] ? -units : units
}
