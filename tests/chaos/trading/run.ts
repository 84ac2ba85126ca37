/** Random days of trading, one after the other; what breaks an invariant is shrunk and told. */

import * as fc from 'fast-check'
import type { Sql } from '#shared/sql/open.ts'
import { askEquity, follow, recover } from './afterwards.ts'
import { anyDay } from './any-day.ts'
import { type Command } from './commands.ts'
import { openDay, type Day } from './day.ts'
import { lookAt } from './invariants.ts'
import { prepare } from './stage.ts'
import { take } from './take.ts'

export type TradingChaos = {
  runs: number
  commands: number
  /** Orders that reached the broker, and fills there: days without any show nothing. */
  posted: number
  fills: number
  /** Stops that rested there, and those of them that were filled. */
  rested: number
  stopped: number
  violations: number
  seconds: number
  seed: number
  /** The shortest day found that breaks a rule, and which. */
  found?: { rules: string; path: string; commands: Command[] }
}

/** Days. */
const TOLD_EVERY = 100

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
  asked: {
    runs: number
    seed: number
    commands: number
    path?: string
    quick?: boolean
    resting?: boolean
    /** Hears how far it is, after every so many days. */
    say?: (words: string) => void
  },
): Promise<TradingChaos> {
  const { runs, seed, commands: most, path, quick = false, resting = false, say } = asked
  const started = performance.now()
  const count: Count = { runs: 0, commands: 0, posted: 0, fills: 0, rested: 0, stopped: 0 }
  await prepare(sql)
  const property = fc.asyncProperty(anyDay(most), async (commands) => {
    count.runs += 1
    await live(await openDay(sql, resting), commands, count)
    if (count.runs % TOLD_EVERY === 0) say?.(JSON.stringify(count))
  })
  const details = await fc.check(property, {
    numRuns: runs,
    seed,
    endOnFailure: quick,
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

type Count = Pick<TradingChaos, 'runs' | 'commands' | 'posted' | 'fills' | 'rested' | 'stopped'>

async function live(day: Day, commands: readonly Command[], count: Count): Promise<void> {
  const ask = async (after: string) => {
    const { broken, orders } = await lookAt(day.sql)
    follow(day, orders)
    const wrong = [...broken, ...day.found]
    if (wrong.length > 0) throw new Error(`${wrong.join(', ')} after ${after}`)
  }
  for (const command of [...OPENING, ...commands]) {
    count.commands += 1
    await take(day, command)
    if (command.do === 'round') await askEquity(day)
    await ask(JSON.stringify(command))
  }
  await recover(day)
  await ask('all is quiet again')
  count.posted += day.broker.orders.filter(({ isForeign }) => !isForeign).length
  count.fills += day.broker.fills.length
  const stops = day.broker.orders.filter(({ stopPrice }) => stopPrice !== null)
  count.rested += stops.length
  count.stopped += stops.filter(({ filledQuantity }) => Number(filledQuantity) > 0).length
}
