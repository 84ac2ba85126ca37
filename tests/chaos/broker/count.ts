/** What became of a mode's orders: asked of the record, and held against the broker. */

import { Big } from 'big.js'
import { stateOf } from '#shared/domain/trading/order-state.ts'
import type { Sql } from '#shared/sql/open.ts'
import { filledOf, statusOf, type MockBook } from './mock-book.ts'

export type Counted = {
  intents: number
  /** Orders at the broker beyond the one of each decision. */
  duplicates: number
  /** Decisions of which nothing is known: no order at the broker, and none that ended with a code. */
  missing: number
  /** Orders, fills and holdings of which the two say different things. */
  unexplained: number
  /** Orders that have not ended, and jobs without an outcome. */
  stuck: number
  /** Orders that never left, or never arrived: ended with a code. */
  ended: number
  /** Decisions that the risk checks refused: what was not asked of the broker shows nothing. */
  refused: number
  /** Executions that the exchange took back. */
  busts: number
}

type Row = {
  decisionId: string
  clientOrderId: string | null
  state: string | null
  endCode: string | null
  filled: string | null
  busted: string | null
  refused: boolean
  code: string | null
  dropped: boolean
}

export async function countMode(
  sql: Sql,
  book: MockBook,
  decisions: readonly string[],
  at: number,
): Promise<Counted & { why: string[] }> {
  const rows = await sql<Row[]>`
    select d.decision_id, o.client_order_id, o.state, o.end_code, o.filled_quantity as filled,
      o.busted_quantity as busted, d.dropped_code is not null as dropped,
      exists (select from risk_evaluations e where e.decision_id = d.decision_id and not passed) as refused,
      (select code from risk_evaluations e where e.decision_id = d.decision_id and not passed limit 1) as code
    from trading_decisions d left join orders o using (decision_id)
    where d.decision_id = any(${decisions as string[]}::uuid[])`
  const why: string[] = []
  const note = (words: string) => void why.push(words)
  const counted = { duplicates: 0, missing: 0, unexplained: 0, stuck: 0, ended: 0, refused: 0 }
  const ours = new Set(rows.map(({ clientOrderId }) => clientOrderId))
  const perDecision = new Map<string, number>()
  for (const order of book.orders) {
    if (order.clientId.startsWith('before-')) continue
    const decision = decisionOf(order.clientId, rows)
    perDecision.set(decision, (perDecision.get(decision) ?? 0) + 1)
    if (!ours.has(order.clientId) && !order.clientId.includes(':')) {
      counted.unexplained += 1
      note(`at the broker and not with us: ${order.clientId}`)
    }
  }
  for (const copies of perDecision.values()) counted.duplicates += copies - 1
  for (const row of rows) {
    const there = book.orders.find(({ clientId }) => clientId === row.clientOrderId)
    if (row.refused && row.state === null) {
      counted.refused += 1
      note(`refused: ${row.code}`)
    }
    if (row.endCode !== null && !there) {
      counted.ended += 1
      note(`ended: ${row.endCode}`)
    }
    if (!there && row.endCode === null && !row.refused && !row.dropped) {
      counted.missing += 1
      note(`missing: ${row.decisionId} ${row.state}`)
    }
    if (
      row.state !== null &&
      ['intent', 'submitted', 'partially_filled', 'unknown'].includes(row.state)
    ) {
      counted.stuck += 1
      note(
        `stuck: ${row.clientOrderId} ${row.state} (${there ? statusOf(there, at) : 'not there'})`,
      )
      continue
    }
    if (!there) continue
    const net = new Big(row.filled ?? 0).minus(row.busted ?? 0)
    const isSame = stateOf(statusOf(there, at)) === row.state && net.eq(filledOf(there, at))
    if (isSame) continue
    counted.unexplained += 1
    note(
      `differs: ${row.clientOrderId} ${row.state} ${net.toFixed()}, the broker ${statusOf(there, at)} ${filledOf(there, at).toFixed()}`,
    )
  }
  counted.unexplained += await holdingsThatDiffer(sql, book, at, note)
  const [jobs] = await sql<{ open: number }[]>`
    select count(*)::int as open from jobs where list in ('broker_orders', 'order_cancels')
      and (state in ('queued', 'dead') or reason = 'left_to_keeper')`
  counted.stuck += jobs?.open ?? 0
  const executions = book.orders.flatMap(({ executions }) => executions)
  const busts = executions.filter(({ bustedAt }) => bustedAt <= at).length
  return { intents: decisions.length, ...counted, busts, why }
}

/** Of the control the id begins with the decision's; ours follows from it. */
function decisionOf(clientId: string, rows: readonly Row[]): string {
  const [named] = clientId.split(':')
  return rows.find(({ clientOrderId }) => clientOrderId === clientId)?.decisionId ?? named!
}

async function holdingsThatDiffer(
  sql: Sql,
  book: MockBook,
  at: number,
  note: (words: string) => void,
): Promise<number> {
  const rows = await sql<
    { ticker: string; quantity: string }[]
  >`select ticker, quantity from ledger_tickers`
  const held = new Map(rows.map(({ ticker, quantity }) => [ticker, quantity]))
  let differ = 0
  for (const [ticker, quantity] of book.holdings(at)) {
    if (quantity.eq(held.get(ticker) ?? 0)) continue
    differ += 1
    note(`held of ${ticker}: ${held.get(ticker) ?? 0}, at the broker ${quantity.toFixed()}`)
  }
  return differ
}
