/** How far a publisher is believed before anything it wrote is read; in [0, 1]. */

import { alike } from '../document/text/normalise.ts'

/** Editorial judgement, not a measurement: agencies first, then papers of record, then the rest. */
const PUBLISHERS: ReadonlyMap<string, number> = new Map([
  ['reuters', 0.85],
  ['associated press', 0.85],
  ['bloomberg', 0.85],
  ['wall street journal', 0.85],
  ['financial times', 0.85],
  ['cnbc', 0.75],
  ['guardian', 0.75],
  ['barrons', 0.75],
  ['marketwatch', 0.7],
  ['business wire', 0.7],
  ['globenewswire', 0.65],
  ['pr newswire', 0.65],
  ['investing', 0.6],
  ['benzinga', 0.55],
  ['motley fool', 0.5],
  ['zacks investment research', 0.5],
  ['seeking alpha', 0.5],
])

export const CREDIBILITY_UNKNOWN = 0.5
export const CREDIBILITY_SEC = 0.95

/** The publisher's standing, or `otherwise` where it is not one we know. */
export function credibilityOf(publisher: string, otherwise: number = CREDIBILITY_UNKNOWN): number {
  return PUBLISHERS.get(publisherKey(publisher)) ?? otherwise
}

/**
 * A publisher's name with what varies between sources removed: "The Guardian" and
 * "guardian.com" are one.
 */
export function publisherKey(publisher: string): string {
  return alike(publisher)
    .toLowerCase()
    .replace(/^(https?:\/\/)?www\./, '')
    .replace(/\.(com|org|net|co\.uk)$/, '')
    .replace(/[’']/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .replace(/^the /, '')
}
