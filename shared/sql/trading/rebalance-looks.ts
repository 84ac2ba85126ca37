/** Table `rebalance_looks`: the newest look at how what is held moves together and has grown. */

import type { Pair } from '../../domain/trading/correlation.ts'
import type { Db } from '../open.ts'
import { ofAccount } from './accounts.ts'

/** `outgrown`: shares of a position beyond its share of equity. */
export type RebalanceLook = {
  lookedAt: Date
  pairs: Pair[]
  outgrown: { ticker: string; surplus: string }[]
}

export async function readRebalanceLook(db: Db): Promise<RebalanceLook | undefined> {
  const [row] = await db<RebalanceLook[]>`
    select looked_at, pairs, outgrown from rebalance_looks where ${ofAccount(db)}`
  return row
}

/** Stores a look in place of the one before. */
export async function saveRebalanceLook(db: Db, made: RebalanceLook): Promise<void> {
  const { lookedAt, pairs, outgrown } = made
  await db`
    insert into rebalance_looks (looked_at, pairs, outgrown)
    values (${lookedAt}, ${db.json(pairs)}, ${db.json(outgrown)})
    on conflict (account_id) do update set looked_at = excluded.looked_at, pairs = excluded.pairs,
      outgrown = excluded.outgrown`
}
