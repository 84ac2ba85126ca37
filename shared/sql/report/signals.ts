/** What trends said before the sessions of a period, what those did, and what was made of it. */

import { newYorkInstant, sessionOf } from '../../domain/market/calendar.ts'
import { sessionMoves } from '../../domain/quality/borne-out.ts'
import type { SignalFacts, SignalOutcome } from '../../domain/report/facts.ts'
import type { ReportPeriod } from '../../domain/report/period.ts'
import type { Db } from '../open.ts'
import { readStandingTrends } from '../quality/past-trends.ts'
import { readSessionBars } from '../quality/publisher-records.ts'

/** Prices are those known before `knownAt`; trends those before each open, of what the company itself was told of. */
export async function readSignalFacts(
  db: Db,
  { account, period, knownAt }: { account: string; period: ReportPeriod; knownAt: Date },
): Promise<SignalFacts> {
  const { from, to, sessions } = period
  const outcomes: SignalOutcome[] = []
  const priced: string[] = []
  for (const date of sessions) {
    const of = await readOutcomes(db, date, knownAt)
    if (of === undefined) continue
    priced.push(date)
    outcomes.push(...of)
  }
  const [recommendations, decisions] = await Promise.all([
    db<SignalFacts['recommendations'][number][]>`
      select action, mode, count(*)::integer as count from recommendations
      where generated_at > ${from} and generated_at <= ${to}
      group by action, mode order by count(*) desc, action, mode`,
    db<SignalFacts['decisions'][number][]>`
      select kind, action, code, count(*)::integer as count from trading_decisions
      where account_id = ${account} and decided_at > ${from} and decided_at <= ${to}
      group by kind, action, code order by count(*) desc, kind, action, code limit 50`,
  ])
  return { outcomes, priced, recommendations, decisions }
}

/** Undefined where no price of the session was known. */
async function readOutcomes(
  db: Db,
  date: string,
  knownAt: Date,
): Promise<SignalOutcome[] | undefined> {
  const bars = await readSessionBars(db, newYorkInstant(date, '00:00'), knownAt)
  if (bars.length === 0) return undefined
  const moves = sessionMoves(bars)
  const opensAt = sessionOf(date)!.opensAt
  const trends = await readStandingTrends(db, [...moves.keys()], opensAt, true)
  return trends.map(({ ticker, window, catalyst, trend }) => ({
    window,
    catalyst,
    trend,
    move: moves.get(ticker) ?? 0,
  }))
}
