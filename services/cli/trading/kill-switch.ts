/** The kill switch by the record alone: it works whatever else is away. */

import { openClock } from '#shared/host/clock.ts'
import { appendAudit, commandActor } from '#shared/sql/access/audit.ts'
import { openPostgres, type Tx } from '#shared/sql/open.ts'
import { listForeignOrders } from '#shared/sql/trading/foreign-orders.ts'
import { pullKillSwitch, releaseKillSwitch } from '#shared/sql/trading/kill-switch.ts'
import { readStanding, shownStanding } from '#shared/sql/trading/standing.ts'

export function haltByRecord(by: string, reason: string) {
  const told = { action: 'trading_halted', does: 'pulls the kill switch' }
  return change({ by, reason, ...told }, (tx, now) => pullKillSwitch(tx, { by, reason }, now))
}

export function releaseByRecord(by: string, reason: string) {
  const told = { action: 'trading_released', does: 'releases the kill switch' }
  return change({ by, reason, ...told }, (tx, now) => releaseKillSwitch(tx, now))
}

async function change(
  told: { by: string; reason: string; action: string; does: string },
  move: (tx: Tx, now: Date) => Promise<boolean>,
) {
  const sql = openPostgres(undefined, 1)
  try {
    return await sql.begin(async (tx) => {
      const now = openClock().now()
      const isNew = await move(tx, now)
      const entry = { ...told, by: commandActor(told.by), subject: 'kill switch', after: { isNew } }
      await appendAudit(tx, { ...entry, now })
      const stands = shownStanding(await readStanding(tx, now))
      return { ...stands, foreign: await listForeignOrders(tx) }
    })
  } finally {
    await sql.end({ timeout: 2 })
  }
}
