/** How far a publisher is believed before anything it wrote is read; in [0, 1]. */

import { standingOf } from './publisher.ts'

export const CREDIBILITY_UNKNOWN = 0.5
export const CREDIBILITY_SEC = 0.95

/** The standing of a publisher's domain, or `otherwise` where it is not one we know. */
export function credibilityOf(
  publisherId: string | undefined,
  otherwise: number = CREDIBILITY_UNKNOWN,
): number {
  return (publisherId === undefined ? undefined : standingOf(publisherId)) ?? otherwise
}
