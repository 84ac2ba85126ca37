/** Gathers what waits for a person, from wherever it stands. */

import { NEED_KINDS, NEEDS_PER_KIND, type Need } from '#shared/contracts/api/needs.ts'
import type { Served } from '#shared/contracts/api/route.ts'
import type { Clock } from '#shared/host/clock.ts'
import { toldOtherwise } from '#shared/domain/alerts/told-otherwise.ts'
import { redact } from '#shared/host/redact.ts'
import { readerOf, type ListName } from '#shared/pipeline.ts'
import { readFiring, readSilences } from '#shared/sql/alerts/firings.ts'
import type { Db } from '#shared/sql/open.ts'
import { ofAccount } from '#shared/sql/trading/accounts.ts'
import { readStanding } from '#shared/sql/trading/standing.ts'
import { readUnwell } from './unwell.ts'

type Told = Served<Need>

/** A source that failed once is asked again by itself. */
const FAILURES_MIN = 3
const ALERTS_MAX = 100

/** The most urgent kind first; within it the oldest. `more` counts those of each kind that are too many. */
export async function readNeeds(db: Db, clock: Clock): Promise<{ needs: Told[]; more: number }> {
  const now = clock.now()
  const found = (
    await Promise.all([
      readUnreadable(db, now),
      readRefusedExits(db),
      readUnwellNeeds(db),
      readApprovals(db, now),
      readDeadLists(db),
      readFailingSources(db),
      readAlerts(db),
    ])
  ).flat()
  const shown = NEED_KINDS.flatMap((kind) =>
    found.filter((need) => need.kind === kind).slice(0, NEEDS_PER_KIND),
  )
  return { needs: shown, more: found.length - shown.length }
}

const need = (kind: Need['kind'], of: string, more: Partial<Told> = {}): Told => ({
  kind,
  of,
  at: '',
  count: 1,
  code: null,
  says: '',
  since: null,
  ...more,
})

/** Limits and settings that cannot be read: until a person sets them, nothing is bought. */
async function readUnreadable(db: Db, now: Date): Promise<Told[]> {
  const { holds } = await readStanding(db, now)
  return holds
    .filter(({ code }) => code.endsWith('unreadable'))
    .map(({ code, says, since }) => need('unreadable', '', { code, says, since }))
}

async function readRefusedExits(db: Db): Promise<Told[]> {
  const rows = await db<{ ticker: string; refusals: number; said: string; since: Date }[]>`
    select ticker, refusals, coalesce(said, '') as said, since from position_exits
    where state <> 'done' and refusals > 0 and ${ofAccount(db)} order by since, ticker`
  return rows.map(({ ticker, refusals, said, since }) =>
    need('exit_refused', ticker, { count: refusals, says: redact(said), since }),
  )
}

async function readUnwellNeeds(db: Db): Promise<Told[]> {
  return (await readUnwell(db)).map(({ service, loop, state, failures, said }) =>
    need('service_unwell', service, {
      at: loop ?? '',
      code: state,
      count: Math.max(1, failures),
      says: redact(said),
    }),
  )
}

/** One line for all of them, by the one that ends first. */
async function readApprovals(db: Db, now: Date): Promise<Told[]> {
  const [row] = await db<{ count: number; since: Date | null }[]>`
    select count(*)::integer as count, min(expires_at) as since from approval_requests
    where status = 'pending' and expires_at > ${now} and ${ofAccount(db)}`
  return row && row.count > 0
    ? [need('approval_waits', '', { count: row.count, since: row.since })]
    : []
}

async function readDeadLists(db: Db): Promise<Told[]> {
  const rows = await db<{ list: ListName; count: number; since: Date }[]>`
    select counted.list, counted.dead as count, oldest.settled_at as since
    from (select list, sum(dead)::integer as dead from job_counts group by list) counted
    cross join lateral (select settled_at from jobs where state = 'dead' and jobs.list = counted.list
      order by settled_at limit 1) oldest
    where counted.dead > 0 order by oldest.settled_at, counted.list`
  return rows.map(({ list, count, since }) =>
    need('dead_letters', list, { at: readerOf(list), count, since }),
  )
}

async function readFailingSources(db: Db): Promise<Told[]> {
  const rows = await db<{ of: string; count: number; since: Date | null }[]>`
    select source_type as of, count(*)::integer as count, min(failing_since) as since from sources
    where active and failures >= ${FAILURES_MIN} group by source_type order by since, source_type`
  return rows.map(({ of, count, since }) => need('sources_fail', of, { count, since }))
}

/** Those that nobody has taken note of, and that are not silent. */
async function readAlerts(db: Db): Promise<Told[]> {
  const [firing, silences] = await Promise.all([readFiring(db, ALERTS_MAX), readSilences(db)])
  const silent = new Set(silences.map(({ alert }) => alert))
  return firing.flatMap(({ alert, severity, summary, beganAt, ackedAt }) => {
    if (ackedAt !== null || silent.has(alert) || severity === 'info') return []
    if (toldOtherwise.has(alert)) return []
    const kind = severity === 'critical' ? 'alert_critical' : 'alert_warning'
    return [need(kind, alert, { says: summary, since: beganAt })]
  })
}
