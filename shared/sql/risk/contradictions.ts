/** Holdings that the broker told otherwise than our books have them, while nothing has changed that. */

import type { Facts } from '../../domain/risk/facts.ts'
import { DAY_MS } from '../../domain/spans.ts'
import type { Db } from '../open.ts'
import { ofAccount } from '../trading/accounts.ts'

/**
 * The newest disagreement about each ticker, of a day, where our books still have what they had then:
 * a fill that came late, or an adjustment, has ended the others.
 */
export function readContradictions(db: Db, now: Date): Promise<Facts['contradictions']> {
  return db<{ ticker: string; ours: string; broker: string }[]>`
    select told.ticker, told.ours, told.broker
    from (
      select distinct on (entity_id) entity_id as ticker, detail ->> 'ours' as ours, detail ->> 'broker' as broker
      from audit_events
      where business_at > ${new Date(now.getTime() - DAY_MS)} and business_at <= ${now}
        and entity_type = 'position' and action = 'position_mismatch'
      order by entity_id, audit_event_id desc
    ) told left join positions p on p.ticker = told.ticker and ${ofAccount(db, 'p')}
    where told.ours::numeric = coalesce(p.quantity, 0) and told.broker::numeric <> coalesce(p.quantity, 0)
    order by told.ticker
  `
}
