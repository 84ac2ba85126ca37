/** What must hold at the very moment an order is put to the broker; asked in one round trip. */

import { Big } from 'big.js'
import type { OrderRequest } from '#shared/clients/alpaca/client.ts'
import { sessionAt } from '#shared/domain/market/calendar.ts'
import { HOUR_MS } from '#shared/domain/spans.ts'
import { mayLeave } from '#shared/domain/trading/mode.ts'
import type { Sql } from '#shared/sql/open.ts'
import { readStanding } from '#shared/sql/trading/standing.ts'

export type AtPost = {
  now: Date
  /** The last trade, where it is not the one the order was judged by. */
  price: string
  /** Somebody else trades in the account, or its shares were split: only what is ours alone is asked. */
  isShared: boolean
  isOtherTold: boolean
  /** The most places that were allowed today. */
  placesMax: number
}

type Facts = {
  known: boolean
  isWanted: boolean
  approval: string | null
  isOtherAccount: boolean
  reference: string
  referenceAt: Date
  breaker: boolean
  held: string
  selling: string
  cash: string
  buying: string
  places: number
  same: number
  collar: string
  duplicateSeconds: string
}

type Leaving = Pick<OrderRequest, 'clientOrderId' | 'ticker' | 'side' | 'quantity'>

/** The invariants that this order breaks by leaving now. */
export async function askAtPost(sql: Sql, order: Leaving, at: AtPost): Promise<string[]> {
  const { now, price, isShared, isOtherTold, placesMax } = at
  const isSale = order.side === 'sell'
  const [standing, facts] = await Promise.all([readStanding(sql, now), readFacts(sql, order, now)])
  const leave = mayLeave(standing, { reduces: isSale })
  const wrong: string[] = []
  const ask = (rule: string, isBroken: boolean) => {
    if (isBroken) wrong.push(rule)
  }
  // How long PostgreSQL took to answer just now says nothing of the order.
  ask(`I11 (${leave.code})`, !leave.ok && leave.code !== 'clock_skewed')
  ask('I11 (another account)', isOtherTold)
  ask('I26', !sessionAt(now))
  if (!facts) return [...wrong, 'I9']
  ask('I9', !facts.known)
  ask('I11 (taken back)', !facts.isWanted)
  ask('I11 (of another account)', facts.isOtherAccount)
  ask('I29', facts.approval !== null && facts.approval !== 'approved')
  if (isSale) {
    ask('I15 (more than is held)', new Big(order.quantity).gt(facts.held))
    ask('I4 (shares promised twice)', !isShared && new Big(facts.selling).gt(facts.held))
    return wrong
  }
  ask('I11 (breaker)', facts.breaker)
  ask('I11 (judged long ago)', now.getTime() - facts.referenceAt.getTime() > HOUR_MS / 2)
  ask('I4 (cash promised twice)', !isShared && new Big(facts.buying).gt(facts.cash))
  ask('I17', !isShared && facts.places > placesMax)
  ask('I22', new Big(facts.reference).minus(price).abs().div(price).gt(facts.collar))
  ask('I23', facts.same > 0)
  return wrong
}

async function readFacts(
  sql: Sql,
  { clientOrderId, ticker }: Leaving,
  now: Date,
): Promise<Facts | undefined> {
  const [row] = await sql<Facts[]>`
    with own as (select * from orders where client_order_id = ${clientOrderId}),
    books as (select current_account_id() as id),
    mine as (
      select o.*, case when state in ('intent', 'submitted', 'partially_filled', 'unknown')
        then o.quantity else o.filled_quantity end - o.booked_quantity as due
      from orders o, books where o.account_id = books.id
    ),
    config as (
      select max(value #>> '{}') filter (where name = 'price_collar_pct') as collar,
        max(value #>> '{}') filter (where name = 'duplicate_seconds') as duplicate_seconds
      from risk_configs
    )
    select own.state = 'intent' and exists (select from risk_evaluations e
        where e.risk_evaluation_id = own.risk_evaluation_id and e.passed) as known,
      own.cancel_asked_at is null as is_wanted,
      own.account_id <> books.id as is_other_account,
      (select status from approval_requests a where a.decision_id = own.decision_id) as approval,
      own.reference_price as reference, d.decided_at as reference_at,
      exists (select from circuit_breaker_events b where b.reset_at is null
        and (b.closes_at is null or b.closes_at > ${now})
        and (b.ticker is null or b.ticker = own.ticker)) as breaker,
      coalesce((select quantity from positions p where p.ticker = ${ticker} and p.account_id = books.id), 0) as held,
      (select coalesce(sum(due), 0) from mine where side = 'sell' and ticker = ${ticker} and due > 0
        and mine.order_id is distinct from own.replaces_order_id) as selling,
      (select opened_with + transferred + earned + unexplained from broker_accounts where is_current)
        + (select coalesce(sum(cash), 0) from ledger_tickers t where t.account_id = books.id) as cash,
      (select coalesce(sum(due * reference_price), 0) from mine where side = 'buy' and due > 0) as buying,
      (select count(*)::int from (
        select ticker from positions p where quantity > 0 and p.account_id = books.id
        union select ticker from mine where side = 'buy' and due > 0
      ) taken) as places,
      (select count(*)::int from mine twin where twin.side = 'buy' and twin.ticker = own.ticker
        and twin.order_id <> own.order_id and twin.quantity = own.quantity and twin.seq < own.seq
        and twin.state not in ('rejected', 'canceled', 'expired')
        and own.intended_at - twin.intended_at < make_interval(secs => config.duplicate_seconds::float8)) as same,
      config.collar, config.duplicate_seconds
    from own cross join books cross join config join trading_decisions d using (decision_id)`
  return row
}
