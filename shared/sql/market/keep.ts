/** Stores what a source found of the market, in the transaction of its run. */

import type { BarsPage, FoundReference } from '../../domain/source/found.ts'
import type { Tx } from '../open.ts'
import { saveDetails } from './details.ts'
import { saveActions, withdrawActions } from './save-actions.ts'
import { saveBars } from './save-bars.ts'
import { saveMinuteBars } from './save-minutes.ts'
import { flagSuspicions, settleSuspicions } from './suspicions.ts'

export type KeptBars = BarsPage & { rawKey: string }

/** How many records there were that can be used, and what people should know of them. */
export async function keepMarket(
  tx: Tx,
  pages: readonly KeptBars[],
  reference: FoundReference | undefined,
  { sourceId, now }: { sourceId: string; now: Date },
): Promise<{ taken: number; notes: string[] }> {
  let taken = 0
  for (const { bars, minutes = [], rawKey, vendor = 'polygon' } of pages) {
    await saveBars(tx, bars, { sourceId, rawKey, fetchedAt: now, vendor })
    await saveMinuteBars(tx, minutes, { sourceId, fetchedAt: now, vendor })
    taken += bars.length + minutes.length
  }
  if (!reference) return { taken, notes: await judge(tx, pages, now) }
  const { actions, whole, details } = reference
  await saveActions(tx, actions, { sourceId, now })
  for (const span of whole) await withdrawActions(tx, span, actions, { sourceId, now })
  await saveDetails(tx, details, { sourceId, now })
  const listed = whole.find(({ kind, ticker }) => kind === 'split' && ticker === '')
  await settleSuspicions(tx, now, listed?.from)
  return { taken: taken + actions.length + details.length, notes: await judge(tx, pages, now) }
}

/** Looks at the nights that new bars stand beside. */
async function judge(tx: Tx, pages: readonly KeptBars[], now: Date): Promise<string[]> {
  const tickers = [...new Set(pages.flatMap(({ bars }) => bars.map(({ ticker }) => ticker)))]
  if (tickers.length === 0) return []
  await settleSuspicions(tx, now)
  return (await flagSuspicions(tx, tickers, now)).map(
    ({ ticker, sessionDate }) =>
      `${ticker} looks split on ${sessionDate}, and no split is known: nothing is read across that night`,
  )
}
