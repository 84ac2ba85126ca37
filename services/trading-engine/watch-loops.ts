/**
 * The loops that watch what is held, apart from the round that decides: a slow or failing round never
 * delays a stop. Each says in `trading_loops` when it began and when it last went well.
 */

import { sessionAt } from '#shared/domain/market/calendar.ts'
import { SECOND_MS } from '#shared/domain/spans.ts'
import type { Clock } from '#shared/host/clock.ts'
import { messageOf } from '#shared/host/faults.ts'
import type { Logger } from '#shared/host/log.ts'
import { startLoop } from '#shared/host/loop.ts'
import { openOutage } from '#shared/host/outage.ts'
import type { Sql } from '#shared/sql/open.ts'
import { readHeldTickers } from '#shared/sql/trading/holdings.ts'
import { beginLoop, endLoop } from '#shared/sql/trading/loops.ts'
import { readTradingSettings } from '#shared/sql/trading/settings.ts'
import { forgetTickerFaults } from '#shared/sql/trading/ticker-faults.ts'
import { settleJumps } from './jumps.ts'
import { lookUpPrices } from './prices.ts'
import { isRebalanceDue, lookAtShares, REBALANCE_SECONDS } from './rebalance.ts'
import type { TradingEngine } from './round.ts'
import { watchPositions } from './watch.ts'

/** `fast` watches prices; `slow` looks the same way, and clears away what is over. */
export type WatchLoop = 'fast' | 'slow'

/** After a turn that failed. */
const AGAIN_MS = 5_000
/** Where the settings cannot be read. */
const EVERY_SECONDS = { round: 60, fast: 60, slow: 300 } as const

/** One turn of a loop at business time `now`; out of session there is nothing to sell. */
export async function watchOnce(engine: TradingEngine, loop: WatchLoop, now: Date): Promise<void> {
  const { sql } = engine
  const session = sessionAt(now)
  if (session) {
    const told = await lookUpPrices(engine, await readHeldTickers(sql), session, now)
    const prices = await settleJumps(engine, told, now)
    await watchPositions({ ...engine, prices, sells: [] }, now)
  }
  if (loop === 'fast') return
  await forgetTickerFaults(sql, now)
  // What that cannot say is in its own row, and is no fault of the watch.
  await keepShares(sql, now).catch(() => undefined)
}

async function keepShares(sql: Sql, now: Date): Promise<void> {
  if (!(await isRebalanceDue(sql, now))) return
  const beat = { loop: 'rebalance', everySeconds: REBALANCE_SECONDS }
  await keepBeat(sql, beat, now, () => lookAtShares(sql, now))
}

/** Runs some work of a loop and writes down how it went; its fault goes on to the caller. */
export async function keepBeat(
  sql: Sql,
  { loop, everySeconds }: { loop: string; everySeconds: number },
  now: Date,
  work: () => Promise<void>,
): Promise<void> {
  await beginLoop(sql, loop, everySeconds, now)
  try {
    await work()
  } catch (fault) {
    // Where PostgreSQL is what is away, the age of the last good turn tells.
    await endLoop(sql, loop, messageOf(fault), now).catch(() => undefined)
    throw fault
  }
  await endLoop(sql, loop, null, now)
}

/** Starts both loops; each stops after the turn in hand. */
export function startWatches(
  engine: TradingEngine,
  parts: { clock: Clock; log: Logger; schema: { pass(): Promise<void> } },
): { stop(): Promise<void> } {
  const loops = (['fast', 'slow'] as const).map((loop) => startWatch(engine, loop, parts))
  return {
    async stop() {
      await Promise.all(loops.map((loop) => loop.stop()))
    },
  }
}

function startWatch(
  engine: TradingEngine,
  loop: WatchLoop,
  { clock, log, schema }: { clock: Clock; log: Logger; schema: { pass(): Promise<void> } },
) {
  const outage = openOutage(log, {
    begins: `stops are not watched (${loop} loop)`,
    ends: `stops are watched again (${loop} loop)`,
  })
  const turn = async () => {
    const beganAt = performance.now()
    await schema.pass()
    const everySeconds = await secondsOf(engine.sql, loop)
    const now = clock.now()
    await keepBeat(engine.sql, { loop, everySeconds }, now, () => watchOnce(engine, loop, now))
    // What a look took is part of its interval.
    const everyMs = (everySeconds * SECOND_MS) / clock.speed
    return Math.max(everyMs / 10, everyMs - (performance.now() - beganAt))
  }
  return startLoop(turn, AGAIN_MS, outage)
}

const SETTINGS = {
  round: 'pollingSeconds',
  fast: 'fastStopSeconds',
  slow: 'stopCheckSeconds',
} as const

/** Business seconds between two turns, as a person has set them by now. */
export async function secondsOf(sql: Sql, loop: keyof typeof SETTINGS): Promise<number> {
  try {
    return (await readTradingSettings(sql))[SETTINGS[loop]]
  } catch {
    return EVERY_SECONDS[loop]
  }
}
