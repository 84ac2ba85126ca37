/** What went wrong in a period, as it was noted. */

import type { ReportIncident } from '../../contracts/api/report-body.ts'
import { shortened } from '../../domain/document/text/cut.ts'
import type { ReportPeriod } from '../../domain/report/period.ts'
import type { Db } from '../open.ts'

/** What people are told of as it happens, and is an incident. */
const TOLD = [
  'kill_switch',
  'hold_set',
  'hold_lifted',
  'books_differ',
  'mode_changed',
  'breaker_tripped',
  'breaker_reset',
  'exit_refused',
  'order_rejected',
]
const SAYS_MAX = 300
const ROWS_MAX = 1_000

type Row = { at: Date | null; kind: string; about: string; says: string }

/** Oldest first; what has no moment of its own last. */
export async function readIncidents(
  db: Db,
  account: string,
  { from, to }: ReportPeriod,
): Promise<ReportIncident[]> {
  const rows = await Promise.all([
    db<Row[]>`
      select made_at as at, kind, subject as about, says from notification_wishes
      where made_at > ${from} and made_at <= ${to} and kind = any(${TOLD})
      order by made_at, wish_id limit ${ROWS_MAX}`,
    db<Row[]>`
      select null as at, 'dead_letters' as kind, list as about,
        count(*) || ' given up, of which ' || reason as says
      from jobs where state = 'dead' and business_at > ${from} and business_at <= ${to}
      group by list, reason order by count(*) desc, list, reason limit 50`,
    db<Row[]>`
      select last_error_at as at, 'duty_failed' as kind, duty as about, coalesce(last_error, '') as says
      from scheduler_duties where last_error_at > ${from} and last_error_at <= ${to} order by duty`,
    db<Row[]>`
      select null as at, 'source_failed' as kind, s.source_name as about,
        count(*) || ' of its runs failed, the last: ' || coalesce((array_agg(r.error order by r.started_at desc))[1], '') as says
      from ingestion_runs r join sources s using (source_id)
      where r.started_at > ${from} and r.started_at <= ${to} and r.status = 'failed'
      group by s.source_name order by count(*) desc, s.source_name limit 50`,
    db<Row[]>`
      select reset_at as at, 'account_reset' as kind, account_id as about, 'its books were begun anew' as says
      from broker_accounts where reset_at > ${from} and reset_at <= ${to} order by account_id`,
    db<Row[]>`
      select at, 'split' as kind, ticker as about, trim_scale(ratio) || ' shares for each before' as says
      from share_events where account_id = ${account} and kind = 'split' and at > ${from} and at <= ${to}
      order by at, event_id limit 50`,
  ])
  return rows
    .flat()
    .map(({ at, kind, about, says }) => ({
      at: at?.toISOString() ?? null,
      kind,
      about,
      says: shortened(says, SAYS_MAX),
    }))
    .toSorted((a, b) => compareMoments(a.at, b.at))
}

function compareMoments(a: string | null, b: string | null): number {
  return a === b ? 0 : a === null ? 1 : b === null ? -1 : a < b ? -1 : 1
}
