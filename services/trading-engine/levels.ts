/** Keeps the levels of what is held: placed once, carried across splits, followed up after a purchase. */

import { newYorkDate } from '#shared/domain/market/calendar.ts'
import { isPrice } from '#shared/domain/money.ts'
import type { Seen } from '#shared/domain/trading/price-ladder.ts'
import {
  areSound,
  carryAcross,
  followPurchase,
  placeLevels,
  protect,
  ratchet,
  type Levels,
} from '#shared/domain/trading/stops.ts'
import { tiers, type TierName } from '#shared/domain/trading/tiers.ts'
import { readSplits } from '#shared/sql/market/actions.ts'
import type { Tx } from '#shared/sql/open.ts'
import { saveStop, type StopRow } from '#shared/sql/trading/stops.ts'
import type { Watched } from '#shared/sql/trading/watched.ts'
import { isUnreadable } from '#shared/sql/unreadable.ts'
import { openHistory } from './history.ts'

type Kept = { holding: Watched; known: StopRow | undefined; seen: Seen | undefined }

/** The levels of a holding at `now`, stored where they are others than before. */
export async function keepLevels(tx: Tx, kept: Kept, now: Date): Promise<StopRow> {
  const { holding, known, seen } = kept
  const isAnew = !known || (known.placedAt !== null && holding.openedAt > known.placedAt)
  if (isAnew || !areSound(known)) {
    const halfTaken = !isAnew && known.halfTaken
    const levels = { ...(await placeAnew(tx, kept, now)), halfTaken }
    await saveStop(tx, levels, { isAnew: true }, now)
    return levels
  }
  const across = await acrossSplits(tx, known, now)
  const followed = await followUp(tx, holding, across, now)
  const levels = seen ? { ...followed, ...follow(followed, seen) } : followed
  if (levels !== known && !isSame(levels, known)) await saveStop(tx, levels, { isAnew }, now)
  return levels
}

async function placeAnew(tx: Tx, { holding, seen }: Kept, now: Date): Promise<StopRow> {
  const atr = await atrOf(tx, holding.ticker, now)
  const { ticker, decisionId, boughtExecution, entryPrice, mark } = holding
  // What was paid may not be known, as of shares that came by themselves.
  const levels =
    decisionId === null || !isPrice(entryPrice)
      ? protect(seen?.price ?? mark, atr)
      : placeLevels(entryPrice, atr, tierOf(holding))
  return { ...levels, ticker, decisionId, boughtExecution, placedAt: now, onDate: newYorkDate(now) }
}

/** Moved into today's shares by every split that has taken effect since. */
async function acrossSplits(tx: Tx, known: StopRow, now: Date): Promise<StopRow> {
  const { ticker, onDate } = known
  if (onDate === null) return known
  const splits = (await readSplits(tx, [ticker], now)).get(ticker) ?? []
  const since = splits.filter(({ exDate }) => exDate > onDate)
  if (since.length === 0) return known
  const levels = since.reduce<Levels>((at, split) => carryAcross(at, split), known)
  return { ...known, ...levels, onDate: newYorkDate(now) }
}

/** After a purchase, and once the range is known that was not before. */
async function followUp(tx: Tx, holding: Watched, known: StopRow, now: Date): Promise<StopRow> {
  const { ticker, boughtExecution, entryPrice } = holding
  const hasBought = known.boughtExecution !== null && boughtExecution !== known.boughtExecution
  if (!hasBought && known.basis === 'atr') return { ...known, boughtExecution }
  const decisionId = known.decisionId ?? (hasBought ? holding.decisionId : null)
  const atr = await atrOf(tx, ticker, now)
  if (decisionId === null || (!hasBought && atr === null)) return { ...known, boughtExecution }
  // A range that cannot be had just now is the one that was.
  const placed = placeLevels(entryPrice, atr ?? known.atr, tierOf(holding))
  return { ...known, ...followPurchase(known, placed), decisionId, boughtExecution }
}

/** The trailing stop follows a price that nothing speaks against. */
function follow(levels: StopRow, { price, isFresh, isPlain }: Seen): Levels {
  return isFresh && isPlain ? ratchet(levels, price) : levels
}

/** Null where the bars give none, or cannot be read: then a share of the price must do. */
async function atrOf(tx: Tx, ticker: string, now: Date): Promise<string | null> {
  try {
    return await tx.savepoint((inner) => openHistory(inner, now).atr(ticker))
  } catch (fault) {
    if (!isUnreadable(fault)) throw fault
    return null
  }
}

function tierOf({ riskTier }: Watched) {
  return tiers[riskTier as TierName] ?? tiers.conservative
}

function isSame(one: StopRow, other: StopRow): boolean {
  return (
    one.stopPrice === other.stopPrice &&
    one.target1 === other.target1 &&
    one.target2 === other.target2 &&
    one.trailingStop === other.trailingStop &&
    one.atr === other.atr &&
    one.basis === other.basis &&
    one.boughtExecution === other.boughtExecution &&
    one.decisionId === other.decisionId &&
    one.onDate === other.onDate
  )
}
