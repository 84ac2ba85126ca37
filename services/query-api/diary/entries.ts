/** What happened when, kind by kind, the earliest first. */

import { DIARY_MAX, type DiaryEntry } from '#shared/contracts/api/diary.ts'
import type { RouteKey, Served } from '#shared/contracts/api/route.ts'
import type { Db } from '#shared/sql/open.ts'
import { ofAccount } from '#shared/sql/trading/accounts.ts'

export type DaySpan = { from: Date; until: Date }
type Entry = Served<DiaryEntry>

/** Each kind by itself, DIARY_MAX of it at the most. */
export function readEntries(db: Db, span: DaySpan): Promise<Entry[][]> {
  return Promise.all(
    [readTraded, readEnded, readOpened, readReset, readSteered, readWorld].map((read) =>
      read(db, span),
    ),
  )
}

function readTraded(db: Db, { from, until }: DaySpan): Promise<Entry[]> {
  return db<Entry[]>`
    with filled as (
      select f.account_id, f.order_id, max(f.filled_at) as at, sum(f.quantity) as quantity,
        sum(f.quantity * f.price) / sum(f.quantity) as price, sum(t.profit) as profit
      from order_fills f left join ledger_trades t using (account_id, execution_id)
      where ${ofAccount(db, 'f')} and f.filled_at >= ${from} and f.filled_at < ${until} and f.busted_at is null
        and f.order_id is not null
      group by 1, 2 order by 3, 2 limit ${DIARY_MAX}
    )
    select 'traded' as kind, filled.at, o.order_id, o.ticker, o.side, trim_scale(filled.quantity) as quantity,
      trim_scale(round(filled.price, 6)) as price, d.code, d.recommendation_id, trim_scale(filled.profit) as profit
    from filled join orders o using (order_id) join trading_decisions d using (decision_id)
    order by filled.at, o.order_id`
}

function readEnded(db: Db, { from, until }: DaySpan): Promise<Entry[]> {
  return db<Entry[]>`
    select 'ended' as kind, coalesce(closed_at, intended_at) as at, order_id, ticker, side, state,
      coalesce(reject_reason, cancel_reason, '') as says
    from orders where ${ofAccount(db)} and intended_at >= ${from}::timestamptz - interval '31 days' and intended_at < ${until}
      and coalesce(closed_at, intended_at) >= ${from} and coalesce(closed_at, intended_at) < ${until}
      and state in ('rejected', 'expired', 'canceled') and filled_quantity = 0
    order by at, order_id limit ${DIARY_MAX}`
}

function readOpened(db: Db, { from, until }: DaySpan): Promise<Entry[]> {
  return db<Entry[]>`
    select 'breaker_opened' as kind, opened_at as at, breaker, ticker, opened_by as by
    from circuit_breaker_events where ${ofAccount(db)} and opened_at >= ${from} and opened_at < ${until}
    order by opened_at, circuit_breaker_event_id limit ${DIARY_MAX}`
}

function readReset(db: Db, { from, until }: DaySpan): Promise<Entry[]> {
  return db<Entry[]>`
    select 'breaker_reset' as kind, reset_at as at, breaker, ticker, coalesce(reset_by, 'engine') as by
    from circuit_breaker_events where ${ofAccount(db)} and reset_at >= ${from} and reset_at < ${until}
    order by reset_at, circuit_breaker_event_id limit ${DIARY_MAX}`
}

/** Changes of a person that steer trading: what raises or lowers risk, holds it, or lets it go on. */
const STEERING: readonly RouteKey[] = [
  'POST /api/pipeline/toggle',
  'POST /api/stages/:id/pause',
  'POST /api/trading/halt',
  'POST /api/trading/release',
  'POST /api/trading/pause',
  'POST /api/trading/resume',
  'POST /api/trading/reducing',
  'POST /api/trading/breakers/trip',
  'POST /api/trading/breakers/reset',
  'POST /api/trading/positions/:id/close',
  'POST /api/trading/positions/close-all',
  'POST /api/trading/override/order',
  'PUT /api/trading/config',
  'PUT /api/trading/tier',
  'PUT /risk/limits',
  'PUT /risk/layers',
  'PUT /risk/signal-engine',
  'PUT /risk/strategies',
  'POST /risk/approvals/:id/review',
]

function readSteered(db: Db, { from, until }: DaySpan): Promise<Entry[]> {
  return db<Entry[]>`
    select 'steered' as kind, business_at as at, actor as by, does, reason from audit_events
    where business_at >= ${from} and business_at < ${until} and outcome = 'done'
      and actor_kind in ('person', 'token') and action = any(${[...STEERING]})
    order by business_at, audit_event_id limit ${DIARY_MAX}`
}

function readWorld(db: Db, { from, until }: DaySpan): Promise<Entry[]> {
  return db<Entry[]>`
    select 'world' as kind, occurred_at as at, global_event_id, d.title, severity
    from global_events join documents d using (document_id)
    where occurred_at >= ${from} and occurred_at < ${until} and severity in ('critical', 'high')
    order by occurred_at, global_event_id limit ${DIARY_MAX}`
}
