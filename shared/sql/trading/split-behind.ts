/** The split that changed the shares of a ticker: told by the market, by the broker, or by how it looks. */

import { Big } from 'big.js'
import { fitsSplit, looksLikeSplit } from '../../domain/ledger/reconcile.ts'
import { newYorkDate } from '../../domain/market/calendar.ts'
import { DAY_MS } from '../../domain/spans.ts'
import { readSplits } from '../market/actions.ts'
import type { Tx } from '../open.ts'
import { ofAccount } from './accounts.ts'
import { readToldSplits } from './activities.ts'
import type { Because } from './share-events.ts'

export type ToldHolding = { quantity: string; price: string }
/** `isGuessed` where some of it is not explained. */
export type Mine = { quantity: string; mark: string; isGuessed: boolean }

/** How long after its day a split may still be what changed the shares. */
const SPLIT_DAYS = 7

type Split = { eventId: string; why: Because; at: Date; exDate: string | null }

/** The split that changed the shares, told by the market or by the broker; else one that it looks like. */
export async function splitBehind(
  tx: Tx,
  { ticker, ours, theirs }: { ticker: string; ours: Mine; theirs: ToldHolding | undefined },
  now: Date,
): Promise<Split | undefined> {
  if (!theirs || !new Big(ours.quantity).gt(0) || !new Big(theirs.quantity).gt(0)) return undefined
  const since = new Date(now.getTime() - SPLIT_DAYS * DAY_MS)
  const known = ((await readSplits(tx, [ticker], now)).get(ticker) ?? []).findLast(
    (split) =>
      split.exDate >= newYorkDate(since) && fitsSplit(split, ours.quantity, theirs.quantity),
  )
  const eventId = (day: string) => `split:${ticker}:${day}`
  if (known && (await isFree(tx, eventId(known.exDate))))
    return {
      eventId: eventId(known.exDate),
      why: 'corporate_action',
      at: now,
      exDate: known.exDate,
    }
  const told = (await readToldSplits(tx, since)).get(ticker)
  if (told && (await isFree(tx, eventId(newYorkDate(told)))))
    return {
      eventId: eventId(newYorkDate(told)),
      why: 'activity',
      at: now,
      exDate: newYorkDate(told),
    }
  const before = { quantity: ours.quantity, price: ours.mark }
  if (!looksLikeSplit(before, theirs)) return undefined
  return { eventId: `unexplained:${ticker}`, why: 'unexplained', at: now, exDate: null }
}

/** Whether a split of the last days is known that explains nothing yet. */
export async function isSplitTold(tx: Tx, ticker: string, now: Date): Promise<boolean> {
  const since = new Date(now.getTime() - SPLIT_DAYS * DAY_MS)
  const days = ((await readSplits(tx, [ticker], now)).get(ticker) ?? [])
    .map(({ exDate }) => exDate)
    .filter((day) => day >= newYorkDate(since))
  for (const day of days) if (await isFree(tx, `split:${ticker}:${day}`)) return true
  return false
}

async function isFree(tx: Tx, eventId: string): Promise<boolean> {
  const taken = await tx`select from share_events where event_id = ${eventId} and ${ofAccount(tx)}`
  return taken.length === 0
}
