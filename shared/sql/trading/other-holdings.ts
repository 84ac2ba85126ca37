/** Table `other_holdings`: what the account holds that is no share held long; shown, never traded. */

import { isTraded } from '../../domain/trading/activity.ts'
import type { BrokerPosition } from '../../domain/trading/broker-state.ts'
import type { Db, Tx } from '../open.ts'
import { ofAccount } from './accounts.ts'

export type OtherHolding = {
  symbol: string
  assetClass: string
  quantity: string
  price: string
  seenAt: Date
}

/** Keeps those of the newest reading; the others are gone. */
export async function saveOtherHoldings(
  tx: Tx,
  told: readonly BrokerPosition[],
  now: Date,
): Promise<void> {
  const others = told.filter((row) => !isTraded(row))
  for (const { ticker, quantity, price, assetClass = 'us_equity' } of others)
    await tx`
      insert into other_holdings (symbol, asset_class, quantity, price, seen_at)
      values (${ticker}, ${assetClass}, ${quantity}, ${price}, ${now})
      on conflict (account_id, symbol) do update set asset_class = excluded.asset_class,
        quantity = excluded.quantity, price = excluded.price, seen_at = excluded.seen_at`
  const symbols = others.map(({ ticker }) => ticker)
  await tx`
    delete from other_holdings where symbol <> all(${symbols}::text[]) and ${ofAccount(tx)}`
}

/** By symbol. */
export function readOtherHoldings(db: Db): Promise<OtherHolding[]> {
  return db<OtherHolding[]>`
    select symbol, asset_class, quantity, price, seen_at from other_holdings
    where ${ofAccount(db)} order by symbol collate "C"`
}
