/** Table `strategy_weights`: each weights of the ensemble that there were, by version. */

import type { MemberStrategy } from '../../contracts/strategy-words.ts'
import { equalWeights } from '../../domain/strategy/ensemble.ts'
import type { Db } from '../open.ts'

export type WeightsByName = Readonly<Record<MemberStrategy, number>>

export type StrategyWeights = { version: number; weights: WeightsByName }

/** Version 0: what the product comes with. */
export const firstWeights: StrategyWeights = {
  version: 0,
  weights: Object.fromEntries(equalWeights) as WeightsByName,
}

/** Those in force. */
export async function readWeights(db: Db): Promise<StrategyWeights> {
  const [row] = await db<StrategyWeights[]>`
    select version, weights from strategy_weights order by version desc limit 1`
  return row ?? firstWeights
}
