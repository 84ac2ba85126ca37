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

/** Notes what is owed as the books begin. */
export async function beginOwed(tx: Tx): Promise<void> {
  await tx`update broker_accounts set owed_opening = ${await readOwed(tx)} where is_current`
}

/** By symbol. */
export function readOtherHoldings(db: Db): Promise<OtherHolding[]> {
  return db<OtherHolding[]>`
    select symbol, asset_class, quantity, price, seen_at from other_holdings
    where ${ofAccount(db)} order by symbol collate "C"`
}

/**
 * Dollars that what is owed would cost to buy back, 0 or less: shares and options sold short. What came
 * in for it is part of the cash, and no worth of the account.
 */
export async function readOwed(db: Db): Promise<string> {
  const [row] = await db<{ owed: string }[]>`
    select round(coalesce(sum(quantity * price * case asset_class when 'us_option' then 100 else 1 end), 0), 6) as owed
    from other_holdings where quantity < 0 and ${ofAccount(db)}`
  return row?.owed ?? '0'
}
