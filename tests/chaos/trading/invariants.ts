/**
 * The invariants of trading, by number: where each is asked. Those with SQL are asked of the database
 * after every command; a row that is found breaks the rule.
 */

import type { Sql } from '#shared/sql/open.ts'

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
    sql: `from portfolio_snapshots where equity <> cash + positions_value or equity <> active_pool + reserve`,
  },
  I4: { elsewhere: 'tests/shared/domain/risk' },
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
  I11: { here: 'askAtPost: how trading stands when the order leaves' },
  I12: {
    sql: `from orders where filled_quantity > quantity or (state = 'filled' and filled_quantity <> quantity)
      or (closed_at is null) <> (state not in ${CLOSED})`,
  },
  I13: {
    sql: `from orders o where filled_quantity < (select coalesce(sum(quantity), 0) from order_fills f
      where f.order_id = o.order_id)`,
  },
  I14: { sql: `from orders where state = 'unknown' and closed_at is not null` },
  I15: {
    here: 'askAtPost: no sale beyond what the books hold; the broker’s holding never under 0',
  },
  I16: { here: 'follow: the orders at the broker are those of the record' },
  I17: { here: 'askAtPost: places taken, where nobody else trades in the account' },
  I18: {
    sql: `from trading_decisions where kind = 'entry' and action = 'act' and source = 'engine'
      and quantity * reference_price > greatest(251, 0.0501 * (select max(equity) from portfolio_snapshots))`,
  },
  I19: { elsewhere: 'tests/shared/domain/risk' },
  I20: { elsewhere: 'tests/services/trading-engine/guards.test.ts' },
  I21: { elsewhere: 'tests/functions/broker-adapter/runaway.test.ts' },
  I22: { elsewhere: 'tests/functions/broker-adapter/leave.test.ts' },
  I23: { elsewhere: 'tests/shared/domain/risk' },
  I24: { elsewhere: 'tests/services/trading-engine/micro.test.ts' },
  I25: { here: 'askAtPost: I17 where two rounds and two deliveries run at once' },
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
  I33: { elsewhere: 'tests/shared/sql/trading (foldWholeLedger)' },
  I34: {
    here: 'nothing is kept between commands but the database: each command is after a restart',
  },
  I35: { elsewhere: 'another part: backtest' },
  I36: { elsewhere: 'another part: backtest' },
}

const ASKED = Object.entries(INVARIANTS).flatMap(([name, asked]) =>
  'sql' in asked ? [`select '${name}' as name where exists (select ${asked.sql})`] : [],
)

/** Numbers of the invariants that the database breaks just now. */
export async function broken(sql: Sql): Promise<string[]> {
  const rows = await sql.unsafe<{ name: string }[]>(ASKED.join(' union all '))
  return rows.map(({ name }) => name)
}
