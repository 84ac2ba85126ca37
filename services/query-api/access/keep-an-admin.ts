/** Holds that somebody who may do all can come in, before and after who may come in changes. */

import { Refusal } from '#shared/host/refusal.ts'
import { countAdmins, lockPeople } from '#shared/sql/access/people.ts'
import type { Sql, Tx } from '#shared/sql/open.ts'

/**
 * The change in a transaction of its own, one after another.
 *
 * @throws Refusal 409 where it would leave no admin, or none with a passkey where there was one.
 */
export function keepAnAdmin<T>(sql: Sql, change: (tx: Tx) => Promise<T>): Promise<T> {
  return sql.begin(async (tx: Tx) => {
    await lockPeople(tx)
    const before = await countAdmins(tx)
    const result = await change(tx)
    const after = await countAdmins(tx)
    const isLost =
      (after.all === 0 && before.all > 0) || (after.withPasskey === 0 && before.withPasskey > 0)
    if (isLost)
      throw new Refusal(
        409,
        'No admin could sign in by a passkey after this; enrol another first',
        'last_admin',
      )
    return result
  }) as Promise<T>
}
