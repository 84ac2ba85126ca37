/**
 * The invariants of trading, by number: where each is asked. Those with SQL are asked of the database
 * after every command; a row that is found breaks the rule.
 */

import type { Sql } from '#shared/sql/open.ts'
import type { OrderState } from '#shared/domain/trading/order-state.ts'

/** `here`: a function of the run, at the moment named; `elsewhere`: the test that holds it. */
type Asked = { sql: string } | { here: string } | { elsewhere: string }

const OURS = 'account_id = current_account_id()'
const CLOSED = `('filled', 'canceled', 'expired', 'rejected', 'replaced')`

export const INVARIANTS: Readonly<Record<string, Asked>> = {
  I1: {
    sql: `from (select sum(amount) as total from reserve_pool_ledger where ${OURS}) s,
      (select balance_after from reserve_pool_ledger where ${OURS} order by reserve_entry_id desc limit 1) l
      where total <> balance_after`,
  },
  I2: {
    sql: `from (select balance_after - amount - coalesce(lag(balance_after)
      over (order by reserve_entry_id), 0) as gap from reserve_pool_ledger where ${OURS}) g where gap <> 0`,
  },
  I3: {
    here: 'askBooks, askEquity: cash, shares and equity are the double’s own, to the cent; what equity changed by is profit and what was paid in',
  },
  I4: { here: 'askAtPost: neither cash nor shares are promised twice by what is on its way' },
  I5: {
    sql: `from ledger_entries group by account_id, transaction_id having sum(debit) <> sum(credit)`,
  },
  I6: {
    sql: `from reserve_pool_ledger where trigger_type = 'siphon'
      group by account_id, closing_execution_id having count(*) > 1 or min(amount) <= 0`,
  },
  I7: {
    sql: `from ledger_tickers t where not exists (select from share_events s where s.ticker = t.ticker)
      and quantity <> (select coalesce(sum(case side when 'buy' then quantity else -quantity end), 0)
        from order_fills f where f.ticker = t.ticker and f.booked and f.busted_at is null)`,
  },
  I8: { sql: `from order_fills where scale(quantity) > 9 or scale(price) > 6` },
  I9: {
    sql: `from orders o left join risk_evaluations e using (risk_evaluation_id)
      where e.passed is not true or e.inputs_sha256 <> o.inputs_sha256`,
  },
  I10: { sql: `from orders group by decision_id having count(*) > 1` },
  I11: {
    here: 'askAtPost: holds, breakers, wishes to cancel, age and account as the order leaves',
  },
  I12: {
    sql: `from orders where filled_quantity > quantity or (state = 'filled' and filled_quantity <> quantity)
      or (closed_at is null) <> (state not in ${CLOSED})`,
  },
  I13: {
    sql: `from orders o where filled_quantity < (select coalesce(sum(quantity), 0) from order_fills f
      where f.order_id = o.order_id)`,
  },
  I14: { sql: `from orders where state = 'unknown' and closed_at is not null` },
  I15: { here: 'askAtPost: no sale beyond what the books hold' },
  I16: { here: 'follow: the orders at the broker are those of the record' },
  I17: { here: 'askAtPost: places taken, where nobody else trades in the account' },
  I18: {
    sql: `from trading_decisions where kind = 'entry' and action = 'act' and source = 'engine'
      and quantity * reference_price > greatest(251, 0.0501 * (select max(equity) from portfolio_snapshots))`,
  },
  I19: {
    elsewhere: 'tests/shared/domain/risk/evaluate.test.ts: refusals of sector_pct and daily_loss',
  },
  I20: { elsewhere: 'tests/shared/domain/trading/sizing-fits.test.ts: pool_minimum' },
  I21: {
    elsewhere:
      'tests/functions/broker-adapter/runaway.test.ts, and by the ten thousand runaway-whole.test.ts',
  },
  I22: { here: 'askAtPost: the last trade is no further than the collar from what was decided by' },
  I23: { here: 'askAtPost: the same purchase is not made twice within the time for mistakes' },
  I24: { elsewhere: 'tests/services/trading-engine/micro.test.ts' },
  I25: {
    here: 'askAtPost, where two rounds and two deliveries run at once; sixteen at once: sixteen.test.ts',
  },
  I26: { here: 'askAtPost: nothing leaves outside of a session' },
  I27: { elsewhere: 'another part: promotion' },
  I28: { elsewhere: 'another part: promotion' },
  I29: {
    sql: `from orders o join approval_requests a using (decision_id) where a.status <> 'approved'`,
  },
  I30: {
    sql: `from approval_requests where status = 'approved' and reviewer_id = requester_id and reviewer_id <> ''`,
  },
  I31: { here: 'recover: after quiet, books and broker agree, or trading is halted' },
  I32: { here: 'readTwice: the second of two readings alike changes nothing' },
  I33: { here: 'recover: the ledger is a fold of the fills stored, where no split came between' },
  I34: {
    here: 'nothing is kept between commands but the database: each command is after a restart',
  },
  I35: { elsewhere: 'another part: backtest' },
  I36: { elsewhere: 'another part: backtest' },
}

const ASKED = Object.entries(INVARIANTS).flatMap(([name, asked]) =>
  'sql' in asked ? [`select '${name}' as name where exists (select ${asked.sql})`] : [],
)
const ROUND_TRIP = `select
  (select coalesce(jsonb_agg(name), '[]') from (${ASKED.join(' union all ')}) found) as broken,
  (select coalesce(jsonb_agg(jsonb_build_object('orderId', order_id, 'id', client_order_id, 'state', state,
    'filled', filled_quantity::text)), '[]') from orders) as orders`

export type Looked = {
  /** Numbers of the invariants that the database breaks just now. */
  broken: string[]
  orders: { orderId: string; id: string; state: OrderState; filled: string }[]
}

/** One look at the database. */
export async function lookAt(sql: Sql): Promise<Looked> {
  const [row] = await sql.unsafe<Looked[]>(ROUND_TRIP)
  return row!
}
