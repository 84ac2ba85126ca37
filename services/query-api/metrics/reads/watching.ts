/** How well what is held is watched: exits that are not done, loops, tickers at fault. */

import type { Db } from '#shared/sql/open.ts'
import { ofAccount } from '#shared/sql/trading/accounts.ts'

export type WatchRecord = {
  exits: ExitCount[]
  loops: LoopAge[]
  faults: { part: string; tickers: number }[]
}

export async function readWatch(db: Db, now: Date): Promise<WatchRecord> {
  const [exits, loops, faults] = await Promise.all([
    countExits(db),
    readLoopAges(db, now),
    countTickerFaults(db),
  ])
  return { exits, loops, faults }
}

type ExitCount = { state: string; exits: number; refusals: number }

/** Exits that are not done, by state, with the most refusals in a row. */
async function countExits(db: Db): Promise<ExitCount[]> {
  return db<ExitCount[]>`
    select state, count(*)::integer as exits, max(refusals) as refusals from position_exits
    where state <> 'done' and ${ofAccount(db)} group by state`
}

type LoopAge = { loop: string; ageSeconds: number | null; failures: number }

/** The engine's loops, and how long ago each last went well. */
async function readLoopAges(db: Db, now: Date): Promise<LoopAge[]> {
  return db<LoopAge[]>`
    select loop, failures, extract(epoch from ${now}::timestamptz - good_at)::double precision as age_seconds
    from trading_loops order by loop`
}

/** Tickers that something could not be done with, by what. */
async function countTickerFaults(db: Db): Promise<{ part: string; tickers: number }[]> {
  return db<{ part: string; tickers: number }[]>`
    select part, count(*)::integer as tickers from ticker_faults group by part`
}
