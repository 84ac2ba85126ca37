/** Has the signal engine look at every ticker that new prices came in of, while a person has it on. */

import { enqueue } from '#shared/queue/record/jobs.ts'
import type { Sql } from '#shared/sql/open.ts'
import { readEngineTickers } from '#shared/sql/schedule/engine-tickers.ts'
import { readEngineMode } from '#shared/sql/signal-engine/setting.ts'
import type { Duty } from './duty.ts'

export type EngineDutyDeps = {
  sql: Sql
  /** Business seconds between two looks. */
  engineSeconds: number
}

export function engineDuty({ sql, engineSeconds }: EngineDutyDeps): Duty {
  return {
    name: 'signal_engine',
    says: 'has the signal engine look at tickers with new prices, while it is on',
    cadence: { seconds: engineSeconds },
    backOff: { seconds: 30, secondsMax: 300 },
    deadlineMs: 10_000,
    async run({ now }) {
      if ((await readEngineMode(sql)) === 'off') return 'nothing'
      const tickers = await readEngineTickers(sql, now)
      if (tickers.length === 0) return 'nothing'
      return async (tx) => {
        const jobs = tickers.map((ticker) => ({ to: 'signal_engine' as const, job: { ticker } }))
        await enqueue(tx, jobs, { key: `scheduler:signal_engine:${now.toISOString()}`, now })
        return jobs.length
      }
    },
  }
}
