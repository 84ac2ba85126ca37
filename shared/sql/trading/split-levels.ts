/** Prices that stand in rows, brought over a split: the mark and where a position ends. */

import type { Tx } from '../open.ts'
import { ofAccount } from './accounts.ts'

/**
 * Divides them by `ratio`, shares after the split for each before; its caller does so once a split.
 *
 * `exDate`: the day of a split that the market told, over which the engine carries levels by itself:
 * then those alone that it has not carried yet. Levels are of the shares of `onDate` from then on.
 */
export async function splitLevels(
  tx: Tx,
  ticker: string,
  { ratio, onDate, exDate = null }: { ratio: string; onDate: string; exDate?: string | null },
): Promise<void> {
  const over = tx`${ratio}::numeric`
  await tx`
    update positions set mark_price = round(mark_price / ${over}, 6)
    where ticker = ${ticker} and ${ofAccount(tx)}`
  await tx`
    update position_stop_levels set atr = round(atr / ${over}, 6), stop_price = round(stop_price / ${over}, 6),
      target_1 = round(target_1 / ${over}, 6), target_2 = round(target_2 / ${over}, 6),
      trailing_stop = round(trailing_stop / ${over}, 6), on_date = ${onDate}
    where ticker = ${ticker} and ${ofAccount(tx)}
      and (${exDate}::date is null or on_date is null or on_date < ${exDate}::date)`
}
