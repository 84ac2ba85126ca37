/** The audit's row of a change that a route makes, in the change's own transaction. */

import type { Told, Trail } from '../../contracts/api/route.ts'
import type { ChangeRow } from '../../host/api/change.ts'
import type { Clock } from '../../host/clock.ts'
import type { Sql, Tx } from '../open.ts'
import { appendAudit } from './audit.ts'

/** Who asks by which route, and how the router is told that the row stands. */
export type Asking = { trail: Trail; kept(): void }

/** Adds the row; it stands exactly when the change does. */
export async function keepChange(
  tx: Tx,
  { trail, kept }: Asking,
  { subject = '', ...told }: Told,
  now: Date,
): Promise<void> {
  await appendAudit(tx, { ...trail, ...told, subject, now })
  kept()
}

/** Writes the rows of changes that wrote none themselves, refused ones among them. */
export function openKeep(sql: Sql, clock: Clock): (row: ChangeRow) => Promise<void> {
  return (row) => appendAudit(sql, { ...row, now: clock.now() })
}
