/**
 * Subreddits in turn: without a key Reddit gives ten answers a minute, so one fetch may not reach them
 * all. It stops where its asks are used up, and the next begins there.
 */

import type { SourceState } from '../../domain/source/found.ts'
import { PermanentFault, PutOff } from '../../host/faults.ts'

/** Two minutes of asks without a key: a fetch keeps its place no longer, and ends well before its time. */
export const ASKS_MAX = 20

/** What one round of a fetch came to. */
export type ReadInTurn = {
  read: string[]
  /** Those it did not come to, the next first. */
  left: string[]
  faults: { subreddit: string; fault: PermanentFault }[]
}

/** The subreddits in the order in which they are due: from the one on that the last fetch did not reach. */
export function inTurn(subreddits: readonly string[], { state }: SourceState): string[] {
  const next = subreddits.findIndex((name) => name === state['next_subreddit'])
  return next < 0 ? [...subreddits] : [...subreddits.slice(next), ...subreddits.slice(0, next)]
}

/**
 * Reads one after the other while asks are left. What was read is kept when the vendor wants to be left
 * alone; one that is gone or closed costs itself alone.
 *
 * @throws what the first one's request throws, where nothing was had before.
 */
export async function readInTurn(
  subreddits: readonly string[],
  asksLeft: () => number,
  readOne: (subreddit: string, hasBegun: boolean) => Promise<void>,
): Promise<ReadInTurn> {
  const round: ReadInTurn = { read: [], left: [], faults: [] }
  for (const [place, subreddit] of subreddits.entries()) {
    if (asksLeft() <= 0) return { ...round, left: subreddits.slice(place) }
    try {
      await readOne(subreddit, place > 0)
      round.read.push(subreddit)
    } catch (fault) {
      if (fault instanceof PermanentFault) round.faults.push({ subreddit, fault })
      else if (fault instanceof PutOff && round.read.length > 0)
        return { ...round, left: subreddits.slice(place) }
      else throw fault
    }
  }
  return round
}

/** How long a whole round takes, for people; empty where one fetch reaches all. */
export function paceOf({ read, left }: ReadInTurn, fetchSeconds: number): string[] {
  if (left.length === 0) return []
  const all = read.length + left.length
  const fetches = Math.ceil(all / Math.max(1, read.length))
  const minutes = Math.ceil((fetches * fetchSeconds) / 60)
  return [
    `${read.length} of ${all} subreddits, r/${left[0]} is next: all are read in ${fetches} fetches, about ${minutes} min; a key makes it faster`,
  ]
}
