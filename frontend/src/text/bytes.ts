/** Sizes as a person reads them. */

const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'] as const

/** `640 B`, `12 kB`, `3.4 GB`: by thousands. */
export function bytes(size: number): string {
  let value = size
  let unit = 0
  while (value >= 999.5 && unit < UNITS.length - 1) {
    value /= 1_000
    unit += 1
  }
  return `${value.toFixed(unit < 2 || value >= 99.5 ? 0 : 1)} ${UNITS[unit]}`
}
