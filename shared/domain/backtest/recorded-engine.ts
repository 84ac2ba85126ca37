/** What the signal engine had said of a ticker as a recommendation of the past is decided on, as live hears it. */

import { previousSession } from '../market/calendar.ts'
import type { EngineSays } from '../trading/engine-gates.ts'
import type { BacktestFeed } from './feed.ts'
import type { RecordedRound } from './recorded-said.ts'
import type { LiveMeans } from './recorded-state.ts'

/** Whether anything can be heard: it has a say, and the record holds what it said. */
export function hearsEngine(
  { engineMode }: Pick<LiveMeans, 'engineMode'>,
  feed: Pick<BacktestFeed, 'engine'>,
): boolean {
  return engineMode === 'traded' && feed.engine !== undefined
}

/** Null while it has no say, and of before the record has a word of it: then it was not there to be asked. */
export function heardIn(
  means: Pick<LiveMeans, 'engineMode'>,
  { engine }: Pick<BacktestFeed, 'engine'>,
  { now, heardBy }: Pick<RecordedRound, 'now' | 'heardBy'>,
  ticker: string,
): EngineSays | null {
  if (!engine || means.engineMode !== 'traded' || heardBy < engine.since) return null
  const session = previousSession(now).date
  const output =
    engine.said.get(ticker)?.findLast(({ evaluatedAt }) => evaluatedAt <= heardBy) ?? null
  return { mode: means.engineMode, session, output, givenUp: null }
}
