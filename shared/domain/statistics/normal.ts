/** The standard normal distribution: its chance up to a point, and the point of a chance. */

const SERIES_TO = 3
const TERMS = 200

/** The chance of a value up to `x`, in [0, 1]; to about 1e-15 near 0 and relative 1e-12 in the tails. */
export function normalChance(x: number): number {
  const upper = Math.abs(x) <= SERIES_TO ? 0.5 - halfChance(Math.abs(x)) : tailChance(Math.abs(x))
  return x < 0 ? upper : 1 - upper
}

/**
 * The point up to which a chance of `share` lies.
 *
 * @throws RangeError unless `share` is above 0 and below 1.
 */
export function normalPoint(share: number): number {
  if (!(share > 0 && share < 1))
    throw new RangeError(`Find a normal point: ${share} is no share between 0 and 1`)
  if (share > 0.5) return -normalPoint(1 - share)
  // Newton's steps on the logarithm, which the tail has almost straight, from an estimate of it.
  let x = share > 0.02 ? (share - 0.5) * 2.5 : -Math.sqrt(-2 * Math.log(share))
  for (let step = 0; step < TERMS; step += 1) {
    const chance = normalChance(x)
    const move = (chance * (Math.log(chance) - Math.log(share))) / density(x)
    x -= move
    if (Math.abs(move) < 1e-15 * Math.max(1, Math.abs(x))) break
  }
  return x
}

function density(x: number): number {
  return Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI)
}

/** From 0 to `x`, by the series Σ x^(2k+1) / (1 · 3 · … · (2k+1)) (Marsaglia 2004). */
function halfChance(x: number): number {
  let [term, sum] = [x, x]
  for (let k = 1; k < TERMS && term > sum * 1e-17; k += 1) {
    term *= (x * x) / (2 * k + 1)
    sum += term
  }
  return sum * density(x)
}

/** Above `x`, by Laplace's continued fraction, from its end. */
function tailChance(x: number): number {
  let fraction = x
  for (let k = TERMS; k > 0; k -= 1) fraction = x + k / fraction
  return density(x) / fraction
}
