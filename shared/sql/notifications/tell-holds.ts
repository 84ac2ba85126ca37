/** Wishes to tell that a hold began or ended; each hands on whether it did. */

import type { NoticeKind } from '../../contracts/notifications.ts'
import type { Tx } from '../open.ts'
import { wishToTell } from './wishes.ts'

/** Holds that have a word of their own; all others are told as what they are. */
const KINDS: Readonly<Record<string, NoticeKind>> = {
  kill_switch: 'kill_switch',
  reconciliation: 'books_differ',
}

export async function tellHoldSet(
  tx: Tx,
  { code, state, says, by }: { code: string; state: string; says: string; by: string },
  isNew: boolean,
  now: Date,
): Promise<boolean> {
  if (!isNew) return false
  const told = `${code}: ${says} (${state}, by ${by})`
  const kind = KINDS[code] ?? 'hold_set'
  await wishToTell(tx, { kind, subject: code, occasion: now.toISOString(), says: told }, now)
  return true
}

export async function tellHoldLifted(
  tx: Tx,
  code: string,
  stood: boolean,
  now: Date,
): Promise<boolean> {
  if (!stood) return false
  const says = `${code} is lifted`
  const occasion = now.toISOString()
  await wishToTell(tx, { kind: 'hold_lifted', subject: code, occasion, says }, now)
  return true
}
