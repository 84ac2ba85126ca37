/** Has the trends of every ticker with a signal summed up again, whether or not news came. */

import { LONGEST_WINDOW, windowStart } from '#shared/domain/signal/window.ts'
import { typesThatBring } from '#shared/domain/source/sources.ts'
import { enqueue } from '#shared/queue/record/jobs.ts'
import type { Sql } from '#shared/sql/open.ts'
import { readDuties } from '#shared/sql/schedule/duties.ts'
import { readSignalledTickers } from '#shared/sql/schedule/signalled-tickers.ts'
import { dueAt } from './due-sources.ts'
import type { DutyErrand, DutySettle } from './duty.ts'

/** One job a ticker that has none waiting. */
export async function sumUpAgain(sql: Sql, { now }: DutyErrand): Promise<DutySettle | 'not_yet'> {
  if (await arePricesComing(sql, now)) return 'not_yet'
  return async (tx) => {
    const tickers = await readSignalledTickers(tx, windowStart(LONGEST_WINDOW, now), now)
    const jobs = tickers.map((ticker) => ({ to: 'aggregation' as const, job: { ticker } }))
    await enqueue(tx, jobs, { key: `scheduler:aggregation:${now.toISOString()}`, now })
    return jobs.length
  }
}

/**
 * Whether this round has prices fetched: they come first, since what is summed up must not depend
 * on which job is faster. Nobody waits for prices that cannot be asked for.
 */
async function arePricesComing(sql: Sql, now: Date): Promise<boolean> {
  const asks = (await readDuties(sql)).find(({ duty }) => duty === 'sources')
  if (asks && asks.failures > 0) return false
  const prices = typesThatBring('prices')
  return (await dueAt(sql, now)).some(({ source_type: type }) => prices.includes(type))
}
