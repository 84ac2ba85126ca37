/** Strategies of one's own as the stage asks them: one that fails is told by its file, and stops nothing. */

import type { FeedSession } from '#shared/domain/backtest/feed.ts'
import type { StrategySaid } from '#shared/domain/strategy/shadow/say.ts'
import { sayOwn } from '#shared/domain/strategy/shadow/say-own.ts'
import type { Strategy } from '#shared/domain/strategy/strategy.ts'
import { messageOf } from '#shared/host/faults.ts'
import { loadStrategyFile, strategyFile } from '#shared/host/strategy-files.ts'
import type { Db } from '#shared/sql/open.ts'
import { noteOwnFault, readOwnStrategies, type AskedStrategy } from '#shared/sql/strategy/own.ts'

type Loaded = AskedStrategy & { strategy: Strategy }

/** Those whose files are as they were checked; another is asked once the scheduler has looked at it. */
export async function loadOwn(db: Db, folder: string): Promise<Loaded[]> {
  if (folder === '') return []
  const all = await Promise.all(
    (await readOwnStrategies(db)).map(async (asked) => {
      try {
        const { path, sha256 } = strategyFile(folder, asked.file)
        if (sha256 !== asked.sha256) return []
        const strategy = await loadStrategyFile(path, sha256)
        return strategy.name === asked.name ? [{ ...asked, strategy }] : []
      } catch {
        // The file is gone or changes as it is read.
        return []
      }
    }),
  )
  return all.flat()
}

/** What each says of a ticker; what one throws is noted beside its file, and it is asked no more. */
export async function askOwn(
  db: Db,
  loaded: readonly Loaded[],
  ticker: string,
  sessions: readonly FeedSession[],
): Promise<StrategySaid[]> {
  const said: StrategySaid[] = []
  for (const { strategy, ...asked } of loaded)
    try {
      said.push(...sayOwn(strategy, ticker, sessions))
    } catch (fault) {
      await noteOwnFault(db, asked, `of ${ticker}: ${messageOf(fault)}`)
    }
  return said
}
