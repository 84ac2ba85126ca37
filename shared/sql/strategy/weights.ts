/** Table `strategy_weights`: each weights of the ensemble that there were, by version. */

import { equalWeights } from '../../domain/strategy/ensemble.ts'
import type { MemberWeights } from '../../domain/strategy/shadow/learn.ts'
import type { Db, Tx } from '../open.ts'

export type StrategyWeights = { version: number; weights: MemberWeights }

/** Version 0: what the product comes with. */
export const firstWeights: StrategyWeights = {
  version: 0,
  weights: Object.fromEntries(equalWeights),
}

/** Those in force. */
export async function readWeights(db: Db): Promise<StrategyWeights> {
  const [row] = await db<StrategyWeights[]>`
    select version, weights from strategy_weights order by version desc limit 1`
  return row ?? firstWeights
}

/** By version, of those asked for that there were. */
export async function readWeightsOf(
  db: Db,
  versions: readonly number[],
): Promise<Map<number, MemberWeights>> {
  const rows = await db<StrategyWeights[]>`
    select version, weights from strategy_weights where version = any(${[...versions]}::int[])`
  return new Map([firstWeights, ...rows].map(({ version, weights }) => [version, weights]))
}

/** Whoever makes a version takes this first: versions follow each other, and none is made of an older one. */
export async function lockWeights(tx: Tx): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtext('strategy-weights'))`
}

/** Keeps a version; those before it stay as they are. */
export async function insertWeights(
  tx: Tx,
  { version, weights }: StrategyWeights,
  made: { by: string; reason: string; now: Date; revertsTo?: number },
): Promise<void> {
  await tx`
    insert into strategy_weights (version, weights, made_at, made_by, reverts_to, reason)
    values (${version}, ${tx.json(weights)}, ${made.now}, ${made.by}, ${made.revertsTo ?? null}, ${made.reason})`
}
