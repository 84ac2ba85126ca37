/** Strategies of one's own as the stage asks them: each in a thread of its own; one that fails or never answers is told by its file, and stops nothing. */

import type { FeedSession } from '#shared/domain/backtest/feed.ts'
import type { StrategySaid } from '#shared/domain/strategy/shadow/say.ts'
import { sayOwn } from '#shared/domain/strategy/shadow/say-own.ts'
import type { Strategy } from '#shared/domain/strategy/strategy.ts'
import { messageOf } from '#shared/host/faults.ts'
import {
  openStrategyApart,
  StrategyLate,
  type Patience,
  type StrategyApart,
} from '#shared/host/strategy-apart.ts'
import { strategyFile } from '#shared/host/strategy-files.ts'
import type { Db } from '#shared/sql/open.ts'
import { noteOwnFault, readOwnStrategies, type AskedStrategy } from '#shared/sql/strategy/own.ts'
import { forgetLates, isLateForGood } from './lates.ts'

/** Where they are, and how long one is waited for. */
export type OwnFolder = { folder: string; patience?: Patience | undefined }

type SaidByOwn = { said: StrategySaid[]; asked: Strategy[] }

/** What each says of a ticker; what goes wrong with one is noted beside its file, of one that is late the third time in a row, and it is asked no more. */
export async function askOwn(
  db: Db,
  { folder, patience }: OwnFolder,
  ticker: string,
  sessions: readonly FeedSession[],
): Promise<SaidByOwn> {
  const all: SaidByOwn = { said: [], asked: [] }
  if (folder === '') return all
  for (const one of await readOwnStrategies(db)) {
    const began = performance.now()
    const opened = await openOne(db, { folder, patience }, one)
    if (!opened) continue
    all.asked.push(opened.strategy)
    try {
      all.said.push(...sayOwn(opened.strategy, ticker, sessions))
      forgetLates(one)
    } catch (fault) {
      await note(db, one, { fault, as: `of ${ticker}`, began })
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
  const began = performance.now()
  if (!file) return undefined
  try {
    const opened = await openStrategyApart(file, patience)
    if (opened.strategy.name === asked.name) return opened
    await opened.close()
  } catch (fault) {
    await note(db, asked, { fault, as: 'as it loaded', began })
  }
  return undefined
}

type Noted = { fault: unknown; as: string; began: number }

async function note(db: Db, one: AskedStrategy, { fault, as, began }: Noted): Promise<void> {
  if (fault instanceof StrategyLate && !isLateForGood(one, began, performance.now())) return
  forgetLates(one)
  await noteOwnFault(db, one, `${as}: ${messageOf(fault)}`)
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
