/** What strategies said of each ticker last. */

import type { StrategyOutput } from '#shared/contracts/api/strategies.ts'
import type { Served } from '#shared/contracts/api/route.ts'
import type { Sort } from '#shared/contracts/api/words.ts'
import type { ShadowStrategy } from '#shared/contracts/strategy-words.ts'
import type { Db } from '#shared/sql/open.ts'
import { askRow, goOnWithin, inOrderWithin } from '#shared/sql/page.ts'

type Asked = {
  ticker?: string | undefined
  strategy?: ShadowStrategy | undefined
  sort: Sort
  limit: number
  after?: string | undefined
}

const listed = { table: 'strategy_outputs', as: 'o', id: 'output_id' }
const ORDER = ['evaluated_at', ['ticker', 'strategy']] as const

/** The newest of each ticker and strategy, by when it was said. */
export async function listStrategyOutputs(
  db: Db,
  { ticker, strategy, sort, limit, after }: Asked,
): Promise<Served<StrategyOutput>[]> {
  await askRow(db, listed, after)
  return db<Served<StrategyOutput>[]>`
    select o.output_id, o.ticker, o.strategy, o.session_date::text as session_date, o.evaluated_at,
      o.acts_on::text as acts_on, o.mode, o.reading, o.direction, o.weight, o.why, o.weights_version,
      o.close_price, o.bars, o.lacks
    from strategy_outputs o
    where not exists (select from strategy_outputs later
        where later.ticker = o.ticker and later.strategy = o.strategy and later.evaluated_at > o.evaluated_at)
      ${ticker ? db`and o.ticker = ${ticker}` : db``}
      ${strategy ? db`and o.strategy = ${strategy}` : db``}
      ${goOnWithin(db, listed, ORDER, { after, sort })}
    ${inOrderWithin(db, listed, ORDER, sort)} limit ${limit}`
}
