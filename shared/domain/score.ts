/** Numbers in a known range, kept free of float dust. */

const DIGITS = 1e12

/**
 * Rounded to 12 decimals: a sum that is on a limit by hand is on it here, whatever its last bits.
 * Never -0. Exact for values up to 4,000.
 */
export function roundScore(value: number): number {
  return Math.round(value * DIGITS) / DIGITS + 0
}

/** `value` held within [min, max]. */
export function clamp(value: number, min: number, max: number): number {
  return Math.min(max, Math.max(min, value))
}
