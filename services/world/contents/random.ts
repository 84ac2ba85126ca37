/** Chance that repeats: the same seed and name give the same draws on every machine. */

import { createHash } from 'node:crypto'

export type Random = {
  /** At least 0, below 1. */
  next(): number
  /** At least `low`, below `high`. */
  between(low: number, high: number): number
  /** A whole number from `low` to `high`, both included. */
  whole(low: number, high: number): number
  chance(share: number): boolean
  /** @throws RangeError when the list is empty. */
  pick<T>(list: readonly T[]): T
  /** Mean 0, deviation 1, never beyond ±6. */
  normal(): number
}

/**
 * A stream of its own for whatever the names name, so that a draw added in one place moves nothing
 * in another. The generator is sfc32 (C. Doty-Humphrey, PractRand); no function is used whose last
 * bit depends on the machine.
 */
export function openRandom(seed: number, ...names: readonly (string | number)[]): Random {
  const next = sfc32(
    createHash('sha256')
      .update(JSON.stringify([seed, ...names]))
      .digest(),
  )
  const between = (low: number, high: number) => low + (high - low) * next()
  const whole = (low: number, high: number) => low + Math.floor(next() * (high - low + 1))
  return {
    next,
    between,
    whole,
    chance: (share) => next() < share,
    pick(list) {
      if (list.length === 0)
        throw new RangeError('Pick from a list: expected one entry, found none')
      return list[whole(0, list.length - 1)] as (typeof list)[number]
    },
    normal() {
      let sum = -6
      for (let draw = 0; draw < 12; draw += 1) sum += next()
      return sum
    },
  }
}

function sfc32(key: Buffer): () => number {
  let a = key.readInt32LE(0)
  let b = key.readInt32LE(4)
  let c = key.readInt32LE(8)
  let count = key.readInt32LE(12)
  return () => {
    const sum = (((a + b) | 0) + count) | 0
    count = (count + 1) | 0
    a = b ^ (b >>> 9)
    b = (c + (c << 3)) | 0
    c = (c << 21) | (c >>> 11)
    c = (c + sum) | 0
    return (sum >>> 0) / 4294967296
  }
}

/** `length` lower-case hexadecimal digits that the names alone decide. */
export function hexOf(length: number, ...names: readonly (string | number)[]): string {
  return createHash('sha256').update(JSON.stringify(names)).digest('hex').slice(0, length)
}
