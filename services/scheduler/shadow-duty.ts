/** Has a part in shadow asked about every ticker that new prices came in of, while a person has it on. */

import type { ShadowPart } from '#shared/contracts/shadow.ts'
import { enqueue } from '#shared/queue/record/jobs.ts'
import type { Sql } from '#shared/sql/open.ts'
import { readShadowMode } from '#shared/sql/risk/shadow-setting.ts'
import type { AskingList } from '#shared/sql/schedule/asked-tickers.ts'
import { readSessionTickers } from '#shared/sql/schedule/session-tickers.ts'
import type { Duty } from './duty.ts'

type Part = { part: ShadowPart; list: AskingList; says: string }

const engine: Part = {
  part: 'signal_engine',
  list: 'signal_engine',
  says: 'has the signal engine look at tickers with new prices, while it is on',
}
const strategies: Part = {
  part: 'strategies',
  list: 'strategy',
  says: 'has strategies asked about tickers with new prices, while they are on',
}

export type ShadowDutyDeps = {
  sql: Sql
  /** Business seconds between two looks at the signal engine's tickers, and at those of strategies. */
  engineSeconds: number
  strategySeconds: number
}

export const engineDuty = ({ sql, engineSeconds }: Omit<ShadowDutyDeps, 'strategySeconds'>): Duty =>
  shadowDuty(sql, engine, engineSeconds)

export const strategyDuty = ({
  sql,
  strategySeconds,
}: Omit<ShadowDutyDeps, 'engineSeconds'>): Duty => shadowDuty(sql, strategies, strategySeconds)

function shadowDuty(sql: Sql, { part, list, says }: Part, seconds: number): Duty {
  return {
    name: part,
    says,
    cadence: { seconds },
    backOff: { seconds: 30, secondsMax: 300 },
    deadlineMs: 10_000,
    async run({ now }) {
      if ((await readShadowMode(sql, part)) === 'off') return 'nothing'
      const tickers = await readSessionTickers(sql, list, now)
      if (tickers.length === 0) return 'nothing'
      return async (tx) => {
        const jobs = tickers.map((ticker) => ({ to: list, job: { ticker } }))
        await enqueue(tx, jobs, { key: `scheduler:${list}:${now.toISOString()}`, now })
        return jobs.length
      }
    },
  }
}
