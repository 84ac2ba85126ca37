/** Changes the limits that orders keep within: sound values alone, with who did it and why. */

import type { LimitsChange } from '#shared/contracts/api/limits.ts'
import type { Principal } from '#shared/contracts/api/principal.ts'
import type { Unreadable } from '#shared/contracts/api/unreadable.ts'
import { shownUnreadable } from '#shared/domain/trading/unreadable.ts'
import { isLooser, type LimitName, type ReadableLimits } from '#shared/domain/risk/limits.ts'
import { badFields } from '#shared/host/refusal.ts'
import { messageOf } from '#shared/host/faults.ts'
import { keepChange, type Asking } from '#shared/sql/access/keep-change.ts'
import type { Db, Tx } from '#shared/sql/open.ts'
import {
  changeLimits,
  lockLimits,
  readStatedLimits,
  type LimitChange,
} from '#shared/sql/risk/limits.ts'

export type ChangeAsked = Asking & { by: Principal; body: LimitsChange; askStepUp(): void }

export type LimitsTold = ReadableLimits & { unreadable: Unreadable[] }

/** The limits in force, and each that cannot be read with what stands in its place. */
export async function tellLimits(db: Db): Promise<LimitsTold> {
  const { limits, odd } = await readStatedLimits(db)
  return { ...limits, unreadable: odd.map(shownUnreadable) }
}

/**
 * Changes what is named, and leaves what already stands so. One that cannot be read is corrected here.
 *
 * @throws Refusal 422 where nothing is changed or a value is no sound limit, 403 `step_up` where one is
 *   loosened, or set where none could be read, without a passkey just used.
 */
export async function putLimits(tx: Tx, asked: ChangeAsked, now: Date): Promise<LimitsTold> {
  await lockLimits(tx)
  const { limits, odd } = await readStatedLimits(tx)
  const found = Object.fromEntries(odd.map((one) => [one.name, one.found]))
  const changes = changesOf({ ...limits, ...found }, asked.body.changes)
  if (changes.length === 0) throw badFields([{ field: 'changes', says: 'nothing differs' }])
  if (
    changes.some(({ name, after }) => limits[name] === null || isLooser(name, limits[name], after))
  )
    asked.askStepUp()
  const { by } = asked
  const why = {
    by: 'name' in by ? by.name : by.kind,
    byId: 'id' in by ? by.id : '',
    reason: asked.body.reason,
  }
  await soundly(() => changeLimits(tx, changes, why, now))
  const told = {
    subject: changes.map(({ name }) => name).join(','),
    before: Object.fromEntries(changes.map((change) => [change.name, change.before])),
    after: Object.fromEntries(changes.map((change) => [change.name, change.after])),
    reason: why.reason,
  }
  await keepChange(tx, asked, told, now)
  return tellLimits(tx)
}

function changesOf(
  before: Record<string, unknown>,
  wanted: LimitsChange['changes'],
): LimitChange[] {
  return Object.entries(wanted).flatMap(([key, after]) => {
    const name = key as LimitName
    const from = before[name]
    return after === undefined || after === from ? [] : [{ name, before: from, after }]
  })
}

async function soundly<T>(change: () => Promise<T>): Promise<T> {
  try {
    return await change()
  } catch (fault) {
    if (fault instanceof RangeError) throw badFields([{ field: 'changes', says: messageOf(fault) }])
    throw fault
  }
}
