/** Random days of trading, one after the other; what breaks an invariant is shrunk and told. */

import * as fc from 'fast-check'
import type { Sql } from '#shared/sql/open.ts'
import { anyCommand, type Command } from './commands.ts'
import { openDay, prepare } from './day.ts'
import { broken } from './invariants.ts'

export type TradingChaos = {
  runs: number
  commands: number
  /** Orders that reached the broker, and fills there: days without any show nothing. */
  posted: number
  fills: number
  violations: number
  seconds: number
  seed: number
  /** The shortest day found that breaks a rule, and which. */
  found?: { rules: string; path: string; commands: Command[] }
}

/** Every day begins with orders on their way, so that there is something to end. */
const OPENING: readonly Command[] = [
  { do: 'recommend', ticker: 'AAA', action: 'buy', confidence: 0.95 },
  { do: 'recommend', ticker: 'BBB', action: 'buy', confidence: 0.95 },
  { do: 'round', at: 'once', seconds: 60 },
  { do: 'deliver', how: 'all', post: 'none', isKilled: false },
  { do: 'fill', which: 0, share: 1 },
]

export async function runTradingChaos(
  sql: Sql,
  asked: { runs: number; seed: number; commands: number; path?: string },
): Promise<TradingChaos> {
  const { runs, seed, commands: most, path } = asked
  const started = performance.now()
  const count: Count = { runs: 0, commands: 0, posted: 0, fills: 0 }
  await prepare(sql)
  const day = fc.array(anyCommand, { minLength: Math.min(10, most), maxLength: most, size: 'max' })
  const property = fc.asyncProperty(day, async (commands) => {
    count.runs += 1
    await live(sql, commands, count)
  })
  const details = await fc.check(property, {
    numRuns: runs,
    seed,
    endOnFailure: false,
    ...(path === undefined ? {} : { path }),
  })
  const result: TradingChaos = {
    ...count,
    violations: details.failed ? 1 : 0,
    seconds: Math.round((performance.now() - started) / 100) / 10,
    seed,
  }
  if (!details.failed) return result
  const fault = details.errorInstance
  const rules = fault instanceof Error ? fault.message || fault.name : String(fault)
  const commands = details.counterexample?.[0] ?? []
  return { ...result, found: { rules, path: details.counterexamplePath ?? '', commands } }
}

type Count = Pick<TradingChaos, 'runs' | 'commands' | 'posted' | 'fills'>

async function live(sql: Sql, commands: readonly Command[], count: Count): Promise<void> {
  const day = await openDay(sql)
  const ask = async (after: string) => {
    await day.follow()
    const wrong = [...(await broken(sql)), ...day.found]
    if (wrong.length > 0) throw new Error(`${wrong.join(', ')} after ${after}`)
  }
  for (const command of [...OPENING, ...commands]) {
    count.commands += 1
    await day.take(command)
    await ask(JSON.stringify(command))
  }
  await day.recover()
  await ask('all is quiet again')
  count.posted += day.broker.orders.filter(({ isForeign }) => !isForeign).length
  count.fills += day.broker.fills.length
}
