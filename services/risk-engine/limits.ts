/** Changes the limits that orders keep within: sound values alone, with who did it and why. */

import type { LimitsChange } from '#shared/contracts/api/limits.ts'
import type { Principal } from '#shared/contracts/api/principal.ts'
import { isLooser, type LimitName, type Limits } from '#shared/domain/risk/limits.ts'
import { badFields } from '#shared/host/refusal.ts'
import { messageOf } from '#shared/host/faults.ts'
import { keepChange, type Asking } from '#shared/sql/access/keep-change.ts'
import type { Tx } from '#shared/sql/open.ts'
import {
  changeLimits,
  lockLimits,
  readClosedLimits,
  type LimitChange,
} from '#shared/sql/risk/limits.ts'

export type ChangeAsked = Asking & { by: Principal; body: LimitsChange; askStepUp(): void }

/**
 * Changes what is named, and leaves what already stands so.
 *
 * @throws Refusal 422 where nothing is changed or a value is no sound limit, 403 `step_up` where one is
 *   loosened without a passkey just used.
 */
export async function putLimits(tx: Tx, asked: ChangeAsked, now: Date): Promise<Limits> {
  await lockLimits(tx)
  // One that cannot be read is corrected here.
  const before = await readClosedLimits(tx)
  const changes = changesOf(before, asked.body.changes)
  if (changes.length === 0) throw badFields([{ field: 'changes', says: 'nothing differs' }])
  if (changes.some(({ name, before: from, after }) => isLooser(name, from, after)))
    asked.askStepUp()
  const { by } = asked
  const why = {
    by: 'name' in by ? by.name : by.kind,
    byId: 'id' in by ? by.id : '',
    reason: asked.body.reason,
  }
  const after = await soundly(() => changeLimits(tx, changes, why, now))
  const told = {
    subject: changes.map(({ name }) => name).join(','),
    before: Object.fromEntries(changes.map((change) => [change.name, change.before])),
    after: Object.fromEntries(changes.map((change) => [change.name, change.after])),
    reason: why.reason,
  }
  await keepChange(tx, asked, told, now)
  return after
}

function changesOf(before: Limits, wanted: LimitsChange['changes']): LimitChange[] {
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
