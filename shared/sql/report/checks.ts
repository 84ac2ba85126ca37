/** What checks stopped within a period, and what those brought that ended in it. */

import type { CheckFacts } from '../../domain/report/facts.ts'
import type { ReportPeriod } from '../../domain/report/period.ts'
import { DAY_MS } from '../../domain/spans.ts'
import type { Db } from '../open.ts'

/** A purchase that is priced as if made is over after 20 sessions; no longer do we look back for its beginning. */
const HELD_DAYS = 45

/** Of the account; what ended is counted by the sessions of the period. */
export async function readCheckFacts(
  db: Db,
  account: string,
  { from, to, sessions }: ReportPeriod,
): Promise<CheckFacts> {
  const since = new Date(from.getTime() - HELD_DAYS * DAY_MS)
  const [stopped, unmade] = await Promise.all([
    db<CheckFacts['stopped'][number][]>`
      select code, kind, count(*)::integer as count from counterfactuals
      where account_id = ${account} and decided_at > ${from} and decided_at <= ${to}
      group by code, kind order by code, kind`,
    db<(Omit<CheckFacts['unmade'][number], 'profit'> & { profit: string })[]>`
      select code, kind, ticker || ' ' || entered_on as cluster, count(*)::integer as n, sum(profit) as profit
      from counterfactuals
      where account_id = ${account} and decided_at > ${since} and decided_at <= ${to}
        and state = 'ended' and ended_on = any(${sessions}::date[])
      group by code, kind, ticker, entered_on order by code, kind, cluster`,
  ])
  return { stopped, unmade: unmade.map((one) => ({ ...one, profit: Number(one.profit) })) }
}
