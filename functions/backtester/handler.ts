/** backtester: runs a strategy over the past that the record holds, and keeps what it would have made. */

import { patienceDefaults, type Patience } from '#shared/host/strategy-apart.ts'
import type { Handlers } from '#shared/queue/stage.ts'
import { beginBacktest, endBacktest } from '#shared/sql/backtest/runs.ts'
import type { Sql } from '#shared/sql/open.ts'
import { driveDefaults, type Drive } from './drive.ts'
import { play } from './play.ts'

/** `folder` holds strategies of one's own; empty: none. */
export type Deps = { sql: Sql; drive?: Drive; folder?: string; patience?: Patience }

/** Each delivery begins anew, and takes the run from those before it: one of them keeps a result. */
export function backtester({
  sql,
  drive = driveDefaults,
  folder = '',
  patience = { ...patienceDefaults, wholeMs: drive.mostMs },
}: Deps): Handlers<'backtester'> {
  return {
    async backtest({ run_id: runId }, { now, signal }) {
      const began = performance.now()
      const run = await beginBacktest(sql, runId, now)
      if (!run) return () => Promise.resolve([])
      const ended = run.isEnding
        ? ({ state: 'cancelled' } as const)
        : await play({ sql, run, signal, drive, began, own: { folder, patience } })
      return async (tx, at) => {
        const seconds = Math.round(performance.now() - began) / 1_000
        const isKept = await endBacktest(tx, run, ended, { now: at, seconds })
        // This job must stay open: the other delivery has yet to end it.
        if (!isKept) throw superseded(runId)
        return []
      }
    },
  }
}

function superseded(runId: string): Error {
  return new Error(`Keep backtest ${runId}: another delivery of it has begun since`)
}
