/** Table `corporate_actions`: splits and dividends as they are known at a moment. */

import type { Dividend, Split } from '../../domain/market/adjust.ts'
import { newYorkDate } from '../../domain/market/calendar.ts'
import type { Db } from '../open.ts'

/** Splits of some tickers that were known before `asOf` and have taken effect by New York's day of it. */
export async function readSplits(
  db: Db,
  tickers: readonly string[],
  asOf: Date,
): Promise<Map<string, Split[]>> {
  const rows = await db<(Split & { ticker: string })[]>`
    select ticker, ex_date::text as ex_date, ratio_from as "from", ratio_to as "to"
    from corporate_actions
    where ticker = any(${[...tickers]}::text[]) and kind = 'split' and ${standingAt(db, asOf)}
    order by ticker collate "C", ex_date`
  return Map.groupBy(rows, ({ ticker }) => ticker)
}

/** Dividends in dollars of one ticker, known before `asOf`, whose ex-date has come by then. */
export async function readDividends(db: Db, ticker: string, asOf: Date): Promise<Dividend[]> {
  return db<Dividend[]>`
    select ex_date::text as ex_date, amount from corporate_actions
    where ticker = ${ticker} and kind = 'dividend' and currency = 'USD' and ${standingAt(db, asOf)}
    order by ex_date, amount`
}

/** As with bars: what came to be known at that very moment is left out. */
function standingAt(db: Db, asOf: Date) {
  return db`known_at < ${asOf} and (replaced_at is null or replaced_at >= ${asOf})
    and ex_date <= ${newYorkDate(asOf)}::date`
}
