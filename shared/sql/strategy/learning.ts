/** Table `learning_adjustments`: steps of learning, and the closed trades that each counted. */

import {
  membersOf,
  type LearningStep,
  type MemberWeights,
  type NewTrade,
} from '../../domain/strategy/shadow/learn.ts'
import { appendAudit, serviceActor } from '../access/audit.ts'
import type { Db, Tx } from '../open.ts'
import { insertWeights, lockWeights, readWeights, type StrategyWeights } from './weights.ts'

/** Of each strategy: older ones that no step took are left behind, so that a step stays small. */
const TRADES_MAX = 200

/** Closed trades that have not counted yet, the newest of each strategy that has a weight and of the ensemble. */
export async function readNewTrades(db: Db, weights: MemberWeights): Promise<NewTrade[]> {
  return db<NewTrade[]>`
    select trade.trade_id, trade.exited_on::text as exited_on, trade.credits,
      (trade.profit / trade.paid)::double precision as made
    from unnest(${[...membersOf(weights), 'ensemble']}::text[]) as own(strategy)
    cross join lateral (
      select * from strategy_trades t
      where t.strategy = own.strategy and t.state = 'closed' and t.counted_in is null
      order by t.closed_at desc, t.trade_id limit ${TRADES_MAX}) trade
    order by trade.trade_id`
}

export type KeptStep = { code: LearningStep['code']; waiting: number }

/** The newest step, as far as it tells whether anything is new. */
export async function readLastStep(db: Db): Promise<KeptStep | undefined> {
  const [row] = await db<KeptStep[]>`
    select code, trades_waiting - trades_counted as waiting from learning_adjustments
    order by at desc, adjustment_id desc limit 1`
  return row
}

export type TakenStep = Omit<LearningStep, 'effective'> & {
  before: StrategyWeights
  waiting: number
  why: string
}

/**
 * Keeps a step: its row, the trades that count in it, new weights where they moved, and the audit's row. False where
 * another moved the weights or counted one of the trades since they were read: then nothing is kept.
 */
export async function saveStep(tx: Tx, step: TakenStep, now: Date): Promise<boolean> {
  const { code, counted, before, after, rewards, waiting, why } = step
  await lockWeights(tx)
  const [{ fresh } = { fresh: 0 }] = await tx<{ fresh: number }[]>`
    select count(*)::int as fresh from strategy_trades
    where trade_id = any(${counted}::uuid[]) and counted_in is null`
  if (fresh !== counted.length || (await readWeights(tx)).version !== before.version) return false
  const isMoved = code === 'weights_moved'
  const version = isMoved ? before.version + 1 : before.version
  const [row] = await tx<{ adjustmentId: string }[]>`
    insert into learning_adjustments (at, code, trades_waiting, trades_counted, version_before, version_after,
      weights_before, weights_after, rewards, why)
    values (${now}, ${code}, ${waiting}, ${counted.length}, ${before.version}, ${version},
      ${tx.json(before.weights)}, ${tx.json(after)}, ${tx.json(rewards as never)}, ${why})
    returning adjustment_id`
  await tx`
    update strategy_trades set counted_in = ${row!.adjustmentId}
    where trade_id = any(${counted}::uuid[])`
  if (isMoved)
    await insertWeights(tx, { version, weights: after }, { by: 'learning', reason: why, now })
  await appendAudit(tx, {
    by: serviceActor('scheduler'),
    action: 'learn_strategy_weights',
    does: 'learns weights of strategies from closed trades on paper',
    subjectKind: 'strategy_weights',
    subject: `version ${version}`,
    before: { ...before.weights },
    after: { ...after, code, trades_counted: counted.length },
    reason: why,
    now,
  })
  return true
}
