/**
 * How sessions are parted into those something is chosen on and those it is tried on, so that neither knows the other.
 *
 * Source: López de Prado, Advances in Financial Machine Learning (2018), chapters 7 and 12.
 */

/** Numbers of sessions; `test` is [from, to), `train` all that may be chosen on. */
export type Fold = { train: readonly number[]; test: readonly [from: number, to: number] }

/**
 * `folds` parts of equal length, each tried once. Left out of its training are the `purge` sessions before it, whose
 * trades may reach into it, and the `embargo` sessions behind it, which still echo it.
 *
 * @throws RangeError of fewer than two folds or more than sessions.
 */
export function purgedFolds(
  sessions: number,
  { folds, purge, embargo }: { folds: number; purge: number; embargo: number },
): Fold[] {
  if (!(folds >= 2 && folds <= sessions))
    throw new RangeError(`Part sessions: expected 2 to ${sessions} folds, found ${folds}`)
  return Array.from({ length: folds }, (_, at) => {
    const from = Math.round((at * sessions) / folds)
    const to = Math.round(((at + 1) * sessions) / folds)
    const isKept = (session: number) => session < from - purge || session >= to + embargo
    return {
      train: Array.from({ length: sessions }, (_, one) => one).filter(isKept),
      test: [from, to],
    }
  })
}

/** Each part behind the first `first` sessions is tried with what all sessions before it, less `purge`, choose. */
export function walkForward(
  sessions: number,
  { first, step, purge }: { first: number; step: number; purge: number },
): Fold[] {
  if (!(first > purge && step >= 1))
    throw new RangeError(
      `Walk forward: expected a first part above ${purge} and steps, found ${first} and ${step}`,
    )
  const found: Fold[] = []
  for (let from = first; from < sessions; from += step) {
    const train = Array.from({ length: from - purge }, (_, one) => one)
    found.push({ train, test: [from, Math.min(sessions, from + step)] })
  }
  return found
}
