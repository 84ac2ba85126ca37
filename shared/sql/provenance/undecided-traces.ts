/** What a decision leaves behind and no decision stands behind: an order, a part of an entry, a sale in hand. */

import type { Db } from '../open.ts'

export type LeftBehind = {
  decisionId: string
  ticker: string
  /** What was left behind, by which id, and when. */
  what: 'order' | 'tranche' | 'exit'
  id: string
  says: string
  at: Date
  /** How many there are in all. */
  total: number
}

/**
 * Those of [from, until), oldest first, the `most` first. A part of an entry of before `keptFrom` is none: what it left
 * stays, and its decision goes where no order came of it.
 */
export function readUndecidedTraces(
  db: Db,
  { from, until, keptFrom, most }: { from: Date; until: Date; keptFrom: Date; most: number },
): Promise<LeftBehind[]> {
  // A part that was given up with all of its account has no decision of its own.
  return db<LeftBehind[]>`
    with left_behind as (
      select o.decision_id, o.ticker, 'order' as what, o.order_id as id, o.intended_at as at, 1 as part,
        format('an order to %s %s', o.side, trim_scale(o.quantity)) as says
      from broker_accounts a join orders o on o.account_id = a.account_id
      where o.intended_at >= ${from} and o.intended_at < ${until}
        and not exists (select from trading_decisions d where d.decision_id = o.decision_id)
      union all
      select w.plan_id, w.ticker, 'tranche', w.plan_id, w.settled_at, w.part,
        format('part %s of an entry that was %s', w.part, w.state)
      from entry_tranches w
      where w.settled_at >= greatest(${from}::timestamptz, ${keptFrom}) and w.settled_at < ${until}
        and w.code not in ('halted', 'account_reset', 'account_left')
        and not exists (select from trading_decisions d where d.recommendation_id = w.recommendation_id
          and d.kind = 'entry' and d.part > 1 and d.decided_at = w.settled_at)
      union all
      select x.decision_id, x.ticker, 'exit', x.decision_id, x.sent_at, 1,
        format('a sale of it by %s', x.code)
      from position_exits x
      where x.sent_at >= ${from} and x.sent_at < ${until}
        and not exists (select from trading_decisions d where d.decision_id = x.decision_id)
    ), one as (
      -- A sale in hand and its order are of one decision.
      select distinct on (decision_id, part) * from left_behind order by decision_id, part, what desc
    )
    select decision_id, ticker, what, id, says, at, (count(*) over ())::int as total from one order by at, decision_id limit ${most}
  `
}
