/** Strategies of one's own as the stage asks them: each in a thread of its own; one that fails or never answers is told by its file, and stops nothing. */

import type { FeedSession } from '#shared/domain/backtest/feed.ts'
import type { StrategySaid } from '#shared/domain/strategy/shadow/say.ts'
import { sayOwn } from '#shared/domain/strategy/shadow/say-own.ts'
import type { Strategy } from '#shared/domain/strategy/strategy.ts'
import { messageOf } from '#shared/host/faults.ts'
import {
  openStrategyApart,
  type Patience,
  type StrategyApart,
} from '#shared/host/strategy-apart.ts'
import { strategyFile } from '#shared/host/strategy-files.ts'
import type { Db } from '#shared/sql/open.ts'
import { noteOwnFault, readOwnStrategies, type AskedStrategy } from '#shared/sql/strategy/own.ts'

/** Where they are, and how long one is waited for. */
export type OwnFolder = { folder: string; patience?: Patience | undefined }

type SaidByOwn = { said: StrategySaid[]; asked: Strategy[] }

/** What each says of a ticker; what goes wrong with one is noted beside its file, and it is asked no more. */
export async function askOwn(
  db: Db,
  { folder, patience }: OwnFolder,
  ticker: string,
  sessions: readonly FeedSession[],
): Promise<SaidByOwn> {
  const all: SaidByOwn = { said: [], asked: [] }
  if (folder === '') return all
  for (const one of await readOwnStrategies(db)) {
    const opened = await openOne(db, { folder, patience }, one)
    if (!opened) continue
    all.asked.push(opened.strategy)
    try {
      all.said.push(...sayOwn(opened.strategy, ticker, sessions))
    } catch (fault) {
      await noteOwnFault(db, one, `of ${ticker}: ${messageOf(fault)}`)
    } finally {
      await opened.close()
    }
  }
  return all
}

/** One whose file is as it was checked; another is asked once the scheduler has looked at it. */
async function openOne(
  db: Db,
  { folder, patience }: OwnFolder,
  asked: AskedStrategy,
): Promise<StrategyApart | undefined> {
  const file = fileOf(folder, asked)
  if (!file) return undefined
  try {
    const opened = await openStrategyApart(file, patience)
    if (opened.strategy.name === asked.name) return opened
    await opened.close()
  } catch (fault) {
    await noteOwnFault(db, asked, `as it loaded: ${messageOf(fault)}`)
  }
  return undefined
}

/** Undefined where it is gone, or is another by now. */
function fileOf(folder: string, { file, sha256 }: AskedStrategy) {
  try {
    const found = strategyFile(folder, file)
    return found.sha256 === sha256 ? found : undefined
  } catch {
    return undefined
  }
}
