/** Has strategies asked about every ticker that new prices came in of, while a person has them on. */

import { enqueue } from '#shared/queue/record/jobs.ts'
import type { Sql } from '#shared/sql/open.ts'
import { readStrategyTickers } from '#shared/sql/schedule/strategy-tickers.ts'
import { readStrategyMode } from '#shared/sql/strategy/setting.ts'
import type { Duty } from './duty.ts'

export type StrategyDutyDeps = {
  sql: Sql
  /** Business seconds between two looks. */
  strategySeconds: number
}

export function strategyDuty({ sql, strategySeconds }: StrategyDutyDeps): Duty {
  return {
    name: 'strategies',
    says: 'has strategies asked about tickers with new prices, while they are on',
    cadence: { seconds: strategySeconds },
    backOff: { seconds: 30, secondsMax: 300 },
    deadlineMs: 10_000,
    async run({ now }) {
      if ((await readStrategyMode(sql)) === 'off') return 'nothing'
      const tickers = await readStrategyTickers(sql, now)
      if (tickers.length === 0) return 'nothing'
      return async (tx) => {
        const jobs = tickers.map((ticker) => ({ to: 'strategy' as const, job: { ticker } }))
        await enqueue(tx, jobs, { key: `scheduler:strategy:${now.toISOString()}`, now })
        return jobs.length
      }
    },
  }
}
