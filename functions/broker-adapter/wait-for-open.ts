/** A sale that comes to the broker's door while the exchange is shut waits there until it opens. */

import { nextSession } from '#shared/domain/market/calendar.ts'
import { PutOff } from '#shared/host/faults.ts'
import type { Delivery } from '#shared/queue/stage.ts'
import type { Sql } from '#shared/sql/open.ts'
import { sayOfExit } from '#shared/sql/trading/exits.ts'

/**
 * The sale comes again at the next open, and is judged by what holds then. Its exit says so.
 *
 * @throws PutOff always.
 */
export async function waitForOpen(
  sql: Sql,
  { ticker, decisionId }: { ticker: string; decisionId: string },
  { now, clock }: Pick<Delivery, 'now' | 'clock'>,
): Promise<never> {
  const { opensAt } = nextSession(now)
  const says = `the exchange is shut: it leaves at the open of ${opensAt.toISOString()}`
  await sayOfExit(sql, decisionId, says)
  const waitMs = (opensAt.getTime() - now.getTime()) / (clock?.speed ?? 1)
  throw new PutOff(Date.now() + waitMs, `Sell ${ticker}: ${says}`)
}
