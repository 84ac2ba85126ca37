/** Where the next fetch of a source goes on, whatever dates its items carry. */

import { DAY_MS } from '../spans.ts'

/** No source that is asked tells of what was before. */
const EARLIEST = Date.UTC(1970, 0, 2)

/** The cursor as it may be kept: null for a moment that is none, before all sources, or still to come. */
export function soundCursor(at: Date | null, now: Date): Date | null {
  if (at === null || Number.isNaN(at.getTime())) return null
  return at.getTime() >= EARLIEST && at <= now ? at : null
}

/** The cursor as it may be gone on from: one that lies ahead of the clock was never true. */
export function usableCursor(at: Date | null, now: Date): Date | null {
  if (at === null || Number.isNaN(at.getTime())) return null
  return at.getTime() <= now.getTime() + DAY_MS ? at : null
}
