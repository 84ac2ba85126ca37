/** Has the account read now, where its turn would come later: what orders came to is booked by readings alone. */

import { askSources } from '#shared/queue/ask-sources.ts'
import { isInFlight } from '#shared/sql/registry/sources.ts'
import type { Sql } from '#shared/sql/open.ts'
import { readSourceToAsk } from '#shared/sql/universe/sources.ts'

/**
 * False where a reading is on its way that may have begun too early: then ask again. One that fails
 * comes by its own back-off, and whoever works on the source just now sees to it.
 */
export function askReading(sql: Sql, now: Date): Promise<boolean> {
  return sql.begin(async (tx) => {
    const [row] = await tx<{ sourceId: string }[]>`
      select source_id from sources where source_type = 'broker' and active and failures = 0
      order by source_id limit 1 for no key update skip locked`
    if (!row) return true
    if (await isInFlight(tx, row.sourceId)) return false
    const known = await readSourceToAsk(tx, row.sourceId)
    if (!known) return true
    const job = { ...known.source, scheduled_at: now.toISOString() }
    await askSources(tx, [job], 'order_updates', now)
    return true
  })
}
