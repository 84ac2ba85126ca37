/** All that a report is made of, as one moment of the record has it. */

import { DAY_MS } from '../../domain/spans.ts'
import type { ReportFacts } from '../../domain/report/facts.ts'
import type { ReportPeriod } from '../../domain/report/period.ts'
import type { Sql, Tx } from '../open.ts'
import { readCurrentAccountId } from '../trading/accounts.ts'
import { readCheckFacts } from './checks.ts'
import { readIncidents } from './incidents.ts'
import { readMoneyFacts } from './money.ts'
import { readPlans } from './plans.ts'
import { readQualityFacts } from './quality.ts'
import { readStoredReport } from './reports.ts'
import { readSignalFacts } from './signals.ts'
import { readTradeFacts } from './trades.ts'

/**
 * How long behind the end of a period what stands still is what was planned then: a week ends eight hours before its
 * report is due, and no session lies between.
 */
const PLANS_MS = DAY_MS / 2

/**
 * Reads within one snapshot of the database, so that nothing moves between two figures. A report that is
 * made again stays that of its account, and keeps what was planned then.
 */
export function gatherReport(
  sql: Sql,
  period: ReportPeriod,
  { now, cashRate }: { now: Date; cashRate: number },
): Promise<ReportFacts> {
  return sql.begin('isolation level repeatable read read only', async (tx) => {
    const stored = await readStoredReport(tx, period)
    const account = stored?.body.account || (await readAccountBy(tx, period.to))
    const money = await readMoneyFacts(tx, { account, period, knownAt: now })
    const span = money && {
      account,
      after: money.before?.takenAt ?? new Date(0),
      until: money.now.takenAt,
    }
    const isSoon = now.getTime() - period.to.getTime() <= PLANS_MS
    return {
      account,
      period,
      cashRate,
      money,
      trades: span ? await readTradeFacts(tx, span) : { events: new Map(), closed: new Map() },
      checks: await readCheckFacts(tx, account, period),
      signals: await readSignalFacts(tx, { account, period, knownAt: now }),
      quality: await readQualityFacts(tx, period),
      incidents: await readIncidents(tx, account, period),
      planned: stored?.body.planned ?? (isSoon ? await readPlans(tx, account, now) : null),
    }
  })
}

/** The account that was read last by a moment; before any was, the one that is traded with. */
async function readAccountBy(tx: Tx, at: Date): Promise<string> {
  const [row] = await tx<{ accountId: string }[]>`
    select account.account_id from broker_accounts account
    cross join lateral (
      select taken_at from portfolio_snapshots reading
      where reading.account_id = account.account_id and taken_at <= ${at}
      order by taken_at desc limit 1
    ) last
    order by last.taken_at desc, account.account_id limit 1`
  return row?.accountId ?? readCurrentAccountId(tx)
}
