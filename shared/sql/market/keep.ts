/** Stores what a source found of the market, in the transaction of its run. */

import type { BarsPage, FoundReference } from '../../domain/source/found.ts'
import type { Tx } from '../open.ts'
import { saveDetails } from './details.ts'
import { saveActions, withdrawActions } from './save-actions.ts'
import { saveBars } from './save-bars.ts'
import { saveMinuteBars } from './save-minutes.ts'

export type KeptBars = BarsPage & { rawKey: string }

/** How many records there were that can be used. */
export async function keepMarket(
  tx: Tx,
  pages: readonly KeptBars[],
  reference: FoundReference | undefined,
  { sourceId, now }: { sourceId: string; now: Date },
): Promise<number> {
  let taken = 0
  for (const { bars, minutes = [], rawKey, vendor = 'polygon' } of pages) {
    await saveBars(tx, bars, { sourceId, rawKey, fetchedAt: now, vendor })
    await saveMinuteBars(tx, minutes, { sourceId, fetchedAt: now, vendor })
    taken += bars.length + minutes.length
  }
  if (!reference) return taken
  const { actions, whole, details } = reference
  await saveActions(tx, actions, { sourceId, now })
  for (const span of whole) await withdrawActions(tx, span, actions, { sourceId, now })
  await saveDetails(tx, details, { sourceId, now })
  return taken + actions.length + details.length
}
