/** The weights that strategies had, steps of learning, and the way back to earlier ones. */

import type {
  LearningAdjustment,
  WeightsHistory,
  WeightsRevert,
  WeightsVersion,
} from '#shared/contracts/api/strategy-weights.ts'
import type { Principal } from '#shared/contracts/api/principal.ts'
import type { Served } from '#shared/contracts/api/route.ts'
import { membersOf, type MemberWeights } from '#shared/domain/strategy/shadow/learn.ts'
import { withMembers } from '#shared/domain/strategy/shadow/members.ts'
import { badFields } from '#shared/host/refusal.ts'
import { keepChange, type Asking } from '#shared/sql/access/keep-change.ts'
import type { Db, Tx } from '#shared/sql/open.ts'
import { readOwnStrategies } from '#shared/sql/strategy/own.ts'
import {
  insertWeights,
  lockWeights,
  readWeights,
  readWeightsOf,
} from '#shared/sql/strategy/weights.ts'

const VERSIONS_MAX = 200
const STEPS_MAX = 100

export async function readWeightsHistory(db: Db): Promise<Served<WeightsHistory>> {
  const [versions, steps] = await Promise.all([
    readVersions(db),
    db<Served<LearningAdjustment>[]>`
      select adjustment_id::int as adjustment_id, at, code, trades_waiting, trades_counted, version_before,
        version_after, weights_before, weights_after, rewards, why
      from learning_adjustments order by at desc, adjustment_id desc limit ${STEPS_MAX}`,
  ])
  return { versions, steps }
}

function readVersions(db: Db, limit = VERSIONS_MAX): Promise<Served<WeightsVersion>[]> {
  return db<Served<WeightsVersion>[]>`
    select version, weights, made_at, made_by, reverts_to, reason from strategy_weights
    order by version desc limit ${limit}`
}

/**
 * Puts earlier weights in force, as a version of its own: nothing that was goes away.
 *
 * @throws Refusal 422 where there was no such version, or its weights are those in force.
 */
export async function revertWeights(
  tx: Tx,
  asked: Asking & { by: Principal; body: WeightsRevert },
  now: Date,
): Promise<Served<WeightsVersion>> {
  const { by, body } = asked
  await lockWeights(tx)
  const before = await readWeights(tx)
  const then = (await readWeightsOf(tx, [body.version])).get(body.version)
  if (!then) throw badFields([{ field: 'version', says: `there was no version ${body.version}` }])
  // Who came since begins with an equal weight, as on the day it came; who went has none.
  const own = await readOwnStrategies(tx)
  const weights = withMembers(
    then,
    own.map(({ name }) => name),
  )
  if (isSame(weights, before.weights))
    throw badFields([{ field: 'version', says: 'its weights are those in force' }])
  const version = before.version + 1
  const who = 'name' in by ? by.name : by.kind
  const made = { by: who, reason: body.reason, now, revertsTo: body.version }
  await insertWeights(tx, { version, weights }, made)
  const told = {
    subject: 'strategy_weights',
    before: { version: before.version, ...before.weights },
    after: { version, reverts_to: body.version, ...weights },
    reason: body.reason,
  }
  await keepChange(tx, asked, told, now)
  const [kept] = await readVersions(tx, 1)
  return kept!
}

function isSame(one: MemberWeights, other: MemberWeights): boolean {
  const names = membersOf(one)
  return (
    names.length === Object.keys(other).length && names.every((name) => one[name] === other[name])
  )
}
