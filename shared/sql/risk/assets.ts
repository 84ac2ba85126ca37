/** Table `broker_assets`: what the broker lets be done with each ticker. */

import type { AssetFacts, BrokerAsset, Facts } from '../../domain/risk/facts.ts'
import type { Db, Tx } from '../open.ts'

/** Of each ticker what the broker says; null where it lists none; undefined where no list was ever read. */
export async function readAssets(
  db: Db,
  tickers: readonly string[],
  now: Date,
): Promise<Facts['assets']> {
  const rows = await db<(NonNullable<AssetFacts> & { ticker: string })[]>`
    select ticker, tradable, fractionable, halted,
      extract(epoch from ${now}::timestamptz - read_at)::float8 as age_seconds
    from broker_assets where ticker = any(${tickers as string[]}::text[])
  `
  if (rows.length < tickers.length && (await readAssetsAt(db)) === null) return undefined
  const found = new Map(rows.map(({ ticker, ...asset }) => [ticker, asset]))
  return Object.fromEntries(tickers.map((ticker) => [ticker, found.get(ticker) ?? null]))
}

/** When the list was read; null where never. */
export async function readAssetsAt(db: Db): Promise<Date | null> {
  const [row] = await db<{ at: Date | null }[]>`select max(read_at) as at from broker_assets`
  return row?.at ?? null
}

/** Stores a whole list in place of the one before. */
export async function saveAssets(tx: Tx, assets: readonly BrokerAsset[], now: Date): Promise<void> {
  const texts = (of: (asset: BrokerAsset) => string | boolean) =>
    assets.map((one) => String(of(one)))
  await tx`
    insert into broker_assets (ticker, tradable, fractionable, halted, status, read_at)
    select distinct on (ticker) ticker, tradable, fractionable, halted, status, ${now}::timestamptz
    from unnest(${texts(({ ticker }) => ticker)}::text[], ${texts(({ tradable }) => tradable)}::text[]::boolean[],
      ${texts(({ fractionable }) => fractionable)}::text[]::boolean[],
      ${texts(({ halted }) => halted)}::text[]::boolean[], ${texts(({ status }) => status)}::text[])
      as told (ticker, tradable, fractionable, halted, status)
    order by ticker, status
    on conflict (ticker) do update set tradable = excluded.tradable, fractionable = excluded.fractionable,
      halted = excluded.halted, status = excluded.status, read_at = excluded.read_at
  `
  await tx`delete from broker_assets where read_at < ${now}`
}
