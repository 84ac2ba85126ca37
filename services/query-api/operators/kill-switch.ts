/** The kill switch. It is answered here, so that it works while the trading engine stands still. */

import type { Answers } from '#shared/contracts/api/route.ts'
import type { standingRoutes } from '#shared/contracts/api/standing.ts'
import type { Clock } from '#shared/host/clock.ts'
import { sendCancels } from '#shared/queue/orders/cancel-all.ts'
import { nameOf } from '#shared/sql/access/audit.ts'
import { keepChange, type Asking } from '#shared/sql/access/keep-change.ts'
import type { Sql, Tx } from '#shared/sql/open.ts'
import { listForeignOrders } from '#shared/sql/trading/foreign-orders.ts'
import { pullKillSwitch, releaseKillSwitch } from '#shared/sql/trading/kill-switch.ts'
import { readStanding, shownStanding } from '#shared/sql/trading/standing.ts'

type Own = Pick<
  Answers<typeof standingRoutes>,
  'POST /api/trading/halt' | 'POST /api/trading/release'
>
type Asked = Asking & { body: { reason: string } }

export function answerKillSwitch({ sql, clock }: { sql: Sql; clock: Clock }): Own {
  const change = (asked: Asked, isHalted: boolean, move: (tx: Tx, now: Date) => Promise<boolean>) =>
    sql.begin(async (tx) => {
      const now = clock.now()
      const isNew = await move(tx, now)
      const wasHalted = isNew ? !isHalted : isHalted
      const { reason } = asked.body
      const told = { before: { halted: wasHalted }, after: { halted: isHalted }, reason }
      await keepChange(tx, asked, { subject: 'kill switch', ...told }, now)
      return shownStanding(await readStanding(tx, now))
    })
  return {
    async 'POST /api/trading/halt'(asked) {
      const wish = { by: nameOf(asked.by), reason: asked.body.reason }
      // It stands before any order is looked at: from then on nothing leaves.
      const told = await change(asked, true, (tx, now) => pullKillSwitch(tx, wish, now))
      await sendCancels(sql, 'kill_switch', clock.now())
      return { ...told, foreign: await listForeignOrders(sql) }
    },
    'POST /api/trading/release': (asked) =>
      change(asked, false, (tx, now) => releaseKillSwitch(tx, now)),
  }
}
