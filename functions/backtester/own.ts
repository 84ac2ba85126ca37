/** A strategy of one's own as a run plays it: what goes wrong in it is told as its fault, and ends the run alone. */

import type { Strategy, Target } from '#shared/domain/strategy/strategy.ts'
import { messageOf } from '#shared/host/faults.ts'
import {
  openStrategyApart,
  type Patience,
  type StrategyApart,
} from '#shared/host/strategy-apart.ts'
import { strategyFile } from '#shared/host/strategy-files.ts'
import type { Db } from '#shared/sql/open.ts'
import { readOwnStrategies } from '#shared/sql/strategy/own.ts'

/** What a file of somebody's did wrong: it would do it again. */
export class StrategyFault extends Error {
  override readonly name = 'StrategyFault'
}

type Lack = { reason: string; says: string }

/** The one of that name as it was checked last, in a thread of its own, or why it cannot be asked. */
export async function ownStrategy(
  db: Db,
  { folder, patience }: { folder: string; patience: Patience },
  name: string,
): Promise<StrategyApart | Lack> {
  const asked = (await readOwnStrategies(db)).find((one) => one.name === name)
  const gone = `expected a file with strategy ${name} in STRATEGIES_DIR, found none that may be asked`
  if (!asked || folder === '') return { reason: 'strategy_gone', says: gone }
  try {
    const found = strategyFile(folder, asked.file)
    if (found.sha256 === asked.sha256) {
      const { strategy, close } = await openStrategyApart(found, patience)
      return { strategy: guarded(strategy, asked.file), close }
    }
    const changed = `${asked.file} was changed and not looked at since: ask again in a minute`
    return { reason: 'strategy_gone', says: changed }
  } catch (fault) {
    return { reason: 'strategy_broken', says: `${asked.file}: ${messageOf(fault)}` }
  }
}

/** The same, with what it throws and what is no target as a fault of its file. */
function guarded(strategy: Strategy, file: string): Strategy {
  return {
    ...strategy,
    open(opening) {
      const step = tried(file, () => strategy.open(opening))
      return (known) => tried(file, () => checked(step(known)))
    },
  }
}

function tried<T>(file: string, act: () => T): T {
  try {
    return act()
  } catch (fault) {
    throw new StrategyFault(`${file}: ${messageOf(fault)}`, { cause: fault })
  }
}

function checked(targets: readonly Target[]): readonly Target[] {
  if (!Array.isArray(targets))
    throw new TypeError(`expected a list of targets, found ${typeof targets}`)
  for (const { ticker, weight } of targets)
    if (!(weight >= 0 && weight <= 1))
      throw new RangeError(`expected a weight in [0, 1] of ${ticker}, found ${weight}`)
  return targets
}
