/** The middle of a measurement. */

/** Of an odd count the middle value, of an even one the mean of both. */
export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const low = sorted[Math.floor((sorted.length - 1) / 2)]
  const high = sorted[Math.floor(sorted.length / 2)]
  if (low === undefined || high === undefined)
    throw new RangeError('Take the median: there are no values')
  return (low + high) / 2
}
