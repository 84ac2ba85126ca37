/** Writes a fitted model as its file holds it. */

import { ALPHABET, MIDDLE, type Stored } from '#shared/domain/document/tone/model.ts'

const STEP = 0.05
/** Stored with each reading: another set of weights, or another way to join sentences, is another version. */
const VERSION = '3'

/** Names in their order by kind, two signs for each: what it says for positive and for negative. */
export function pack(
  names: readonly string[],
  weights: Float64Array,
  rules: number,
  calibration: Stored['calibration'],
): Stored {
  const kinds = new Map<string, { name: string; signs: string }[]>()
  names.forEach((name, at) => {
    const [positive = 0, neutral = 0, negative = 0] = weights.subarray(at * 3, at * 3 + 3)
    const signs = signOf(positive - neutral) + signOf(negative - neutral)
    const cut = name.indexOf(':')
    // Only letters, figures and marks that JSON and the file itself leave alone.
    if (signs === signOf(0).repeat(2) || /[~\\\n]/.test(name)) return
    const kind = kinds.get(name.slice(0, cut)) ?? []
    kinds.set(name.slice(0, cut), [...kind, { name: name.slice(cut + 1), signs }])
  })
  const features = [...kinds]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([kind, rows]) => {
      rows.sort((a, b) => (a.name < b.name ? -1 : 1))
      return [
        kind,
        {
          names: rows.map(({ name }) => name).join('~'),
          weights: rows.map(({ signs }) => signs).join(''),
        },
      ] as const
    })
  return {
    version: VERSION,
    step: STEP,
    rules,
    features: Object.fromEntries(features),
    calibration,
  }
}

function signOf(weight: number): string {
  const place = Math.round(weight / STEP) + MIDDLE
  return ALPHABET[Math.max(0, Math.min(2 * MIDDLE, place))] ?? ''
}
