/** Positions whose level the market passed for minutes, and no sale of them was decided on. */

import type { WhyExit } from '../../domain/trading/exits.ts'
import type { Db } from '../open.ts'

export type Unsold = {
  ticker: string
  /** The decision that entered; null of what we did not buy. */
  entered: string | null
  code: WhyExit
  level: string
  /** When the first of those minutes began. */
  at: Date
  /** What a sale that was wanted waited for, as it says; null where none was wanted. */
  waited: string | null
  /** Whether books were kept within the time: the engine was up, and could read its account. */
  wasUp: boolean
  /** How many there are in all. */
  total: number
}

/** So long the price must have stood beyond the level: three bars, of a minute each, within five minutes. */
const BARS = 3
const WITHIN = '5 minutes'

/**
 * Of what is held still with the levels that it had then, one of a ticker and level: whole minutes of [from, until)
 * at or beyond it, and no sale decided on within `lookSeconds` before or after their beginning; the `most` first.
 * Of an account that was left nobody looks after what it still holds.
 */
export function readUnsold(
  db: Db,
  at: { from: Date; until: Date; lookSeconds: number; most: number },
): Promise<Unsold[]> {
  const { from, until, lookSeconds, most } = at
  return db<Unsold[]>`
    with levels as (
      select s.account_id, s.ticker, s.decision_id as entered, greatest(s.updated_at, h.opened_at) as since, l.*
      from position_stop_levels s
      join ledger_tickers h on h.account_id = s.account_id and h.ticker = s.ticker and h.quantity > 0
      cross join lateral (values ('stop_loss', s.stop_price, true), ('trailing_stop', s.trailing_stop, true),
        ('target_2', s.target_2, false), ('target_1', case when not s.half_taken then s.target_1 end, false)
      ) as l (code, level, is_down)
      where s.updated_at < ${until} and l.level is not null
    ), beyond as (
      select l.*, b.starts_at as at, lead(b.starts_at, ${BARS - 1})
        over (partition by l.account_id, l.ticker, l.code order by b.starts_at) as last_at
      from levels l join minute_bars b on b.ticker = l.ticker
        and b.starts_at >= greatest(${from}::timestamptz, l.since) and b.starts_at < ${until}
      where not b.is_extended and case when l.is_down then b.high <= l.level else b.low >= l.level end
    ), first as (
      select distinct on (account_id, ticker, code) * from beyond
      where last_at < at + ${WITHIN}::interval order by account_id, ticker, code, at
    ), looked as (
      select f.*, exists (select from portfolio_snapshots p where p.account_id = f.account_id and p.taken_at >= f.at
        and p.taken_at < f.at + make_interval(secs => ${lookSeconds})) as was_up
      from first f
    )
    select f.ticker, f.entered, f.code, f.level, f.at,
      (select coalesce(nullif(x.said, ''), case x.state when 'sent' then 'an order of it was on its way' end)
        from position_exits x where x.account_id = f.account_id and x.ticker = f.ticker
        and x.state <> 'done' and x.since <= f.at + make_interval(secs => ${lookSeconds})) as waited, was_up,
      (count(*) over ())::int as total
    from looked f join broker_accounts a using (account_id)
    where (a.is_current or f.was_up) and not exists (select from trading_decisions d where d.account_id = f.account_id and d.ticker = f.ticker
      and d.kind = 'exit' and d.action = 'act' and d.order_type = 'market'
      and d.decided_at between f.at - make_interval(secs => ${lookSeconds})
        and f.at + make_interval(secs => ${lookSeconds}))
    order by f.at, f.ticker, f.code limit ${most}
  `
}
