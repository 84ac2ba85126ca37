/** The strategy that a command names: one of the product's, or one in a file of the user's. */

import { existsSync } from 'node:fs'
import { strategies } from '#shared/domain/strategy/strategies.ts'
import type { Strategy } from '#shared/domain/strategy/strategy.ts'
import { messageOf } from '#shared/host/faults.ts'
import { isStrategyFile, loadStrategyFile } from '#shared/host/strategy-files.ts'
import { UsageError } from '../command.ts'

/** @throws UsageError listing the strategies there are, or saying what the file lacks. */
export async function loadStrategy(name: string): Promise<Strategy> {
  if (/[/\\]/.test(name) || isStrategyFile(name)) return ofFile(name)
  const known = strategies.find((strategy) => strategy.name === name)
  if (known) return known
  const names = strategies.map((strategy) => strategy.name).join(', ')
  throw new UsageError(`no strategy "${name}". There are: ${names}; or a file, ./my-strategy.ts`)
}

function ofFile(path: string): Promise<Strategy> {
  if (!existsSync(path)) throw new UsageError(`expected a file with a strategy, found no ${path}`)
  return loadStrategyFile(path).then(handedCopies, (fault: unknown) => {
    throw new UsageError(messageOf(fault), { cause: fault })
  })
}

/** What it writes into is its own: prices that the run goes by stay as they were fed. */
function handedCopies(strategy: Strategy): Strategy {
  return {
    ...strategy,
    open(opening) {
      const step = strategy.open(opening)
      return (known) => step(structuredClone(known))
    },
  }
}
