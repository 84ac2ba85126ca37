/** Stops at the broker that were asked back on a day, each with what that was judged on. */

import { RESTING_STOP } from '../../domain/trading/resting.ts'
import type { Db } from '../open.ts'

export type TakenBack = {
  orderId: string
  decisionId: string
  ticker: string
  at: Date
  by: string
  reason: string
  /** JSON as text; null where nothing was kept. */
  judged: string | null
  judgedSha256: string | null
  /** The build that judged. */
  build: string | null
  /** Whether an order that it may have stood in the way of was decided on in the week before. */
  isInTheWay: boolean
  /** How many there are in all. */
  total: number
}

/** Those of [from, until), oldest first, the `most` first. */
export function readTakenBack(
  db: Db,
  { from, until, most }: { from: Date; until: Date; most: number },
): Promise<TakenBack[]> {
  return db<TakenBack[]>`
    select o.order_id, o.decision_id, o.ticker, e.at, e.detail ->> 'by' as by, e.detail ->> 'reason' as reason,
      e.detail ->> 'judged' as judged, e.detail ->> 'judgedSha256' as judged_sha256, e.detail ->> 'build' as build,
      exists (select from trading_decisions d where d.ticker = o.ticker and d.action = 'act'
        and d.decision_id <> o.decision_id and d.decided_at <= e.at and d.decided_at > e.at - interval '7 days'
        and d.side = case e.detail ->> 'reason' when 'in_the_way_of_entry' then 'buy' else 'sell' end
        and d.code <> ${RESTING_STOP}) as is_in_the_way,
      (count(*) over ())::int as total
    from order_events e join orders o using (order_id)
    where e.event = 'cancel_asked' and e.at >= ${from} and e.at < ${until} and o.protects
    order by e.at, e.order_event_id limit ${most}
  `
}
