/**
 * Brings the books to what the broker says of cash and shares: explained where it can be, else as it
 * stands, with the difference named. Behind the book's lock, by the newest reading alone.
 */

import { Big } from 'big.js'
import { isShare } from '../../domain/trading/activity.ts'
import {
  looksLikeSplit,
  ratioOf,
  reconcile,
  type Difference,
} from '../../domain/ledger/reconcile.ts'
import { newYorkDate } from '../../domain/market/calendar.ts'
import { DAY_MS } from '../../domain/spans.ts'
import type { BrokerState } from '../../domain/trading/broker-state.ts'
import type { Tx } from '../open.ts'
import { moveCash, ofAccount, readDeposit } from './accounts.ts'
import { keepDifferences, readDifferences } from './differences.ts'
import { readLedgerSums } from './holdings.ts'
import { lockBook } from './locks.ts'
import { bookFills, bookTicker } from './ledger.ts'
import { postEntries } from './ledger-entries.ts'
import { addMove, addSplit, dropEvent, type Because } from './share-events.ts'
import { isSplitTold, splitBehind, type Mine, type ToldHolding } from './split-behind.ts'
import { splitLevels } from './split-levels.ts'

/**
 * `begins`: the account's books begin with this reading, and what it holds is what it opened with.
 * `touched`: tickers of which this reading told something new.
 */
export async function followBroker(
  tx: Tx,
  state: BrokerState,
  { begins, touched }: { begins: boolean; touched: ReadonlySet<string> },
  now: Date,
): Promise<void> {
  const told = new Map(
    state.positions
      .filter((row) => isShare(row.ticker, row.assetClass))
      .map((row) => [row.ticker, row]),
  )
  // What could not be read of a position is no holding of none.
  const isWhole = !(state.odd ?? []).some(({ reason }) => reason === 'unreadable_position')
  const apart = await followShares(tx, told, { begins, isWhole, touched }, now)
  const cash = await followCash(tx, state.account.cash, now)
  await keepDifferences(tx, [...cash, ...apart], now)
}

async function followShares(
  tx: Tx,
  told: ReadonlyMap<string, ToldHolding>,
  { begins, isWhole, touched }: { begins: boolean; isWhole: boolean; touched: ReadonlySet<string> },
  now: Date,
): Promise<Difference[]> {
  const mine = await readMine(tx)
  const known = new Map((await readDifferences(tx)).map((row) => [row.ticker, row]))
  const apart: Difference[] = []
  for (const ticker of [...new Set([...mine.keys(), ...told.keys()])].sort()) {
    let ours = mine.get(ticker) ?? { quantity: '0', mark: '0', isGuessed: false }
    const theirs = countedOf(told.get(ticker), ours)
    if (!theirs && !isWhole) continue
    const isSame = new Big(ours.quantity).eq(theirs?.quantity ?? 0)
    if (isSame && !ours.isGuessed) continue
    const before = known.get(ticker)
    if (isSame && before && !touched.has(ticker) && !(await isSplitTold(tx, ticker, now))) {
      apart.push(before)
      continue
    }
    // What was taken on without an explanation is looked at anew: one may have come.
    if (ours.isGuessed) ours = await withoutGuess(tx, ticker, now)
    const [found] = reconcile(
      sideOf(ticker, ours.quantity),
      sideOf(ticker, theirs?.quantity ?? '0'),
    )
    if (!found) continue
    const because = begins && theirs ? 'opening' : undefined
    const isExplained = await takeOn(
      tx,
      { ticker, ours, theirs, because },
      before !== undefined && before.since < now,
      now,
    )
    if (!isExplained) apart.push(found)
  }
  return apart
}

/** What is owed counts where our books owe as well: else there is nothing of it that they follow. */
function countedOf(told: ToldHolding | undefined, ours: Mine): ToldHolding | undefined {
  return told?.quantity.startsWith('-') && !ours.quantity.startsWith('-') ? undefined : told
}

const sideOf = (ticker: string, quantity: string) => ({
  cash: '0',
  shares: new Map([[ticker, quantity]]),
})

type Change = {
  ticker: string
  ours: Mine
  theirs: ToldHolding | undefined
  because: Because | undefined
}

/** Makes our shares the broker's; true where it is known why they are not what we had. */
async function takeOn(
  tx: Tx,
  { ticker, ours, theirs, because }: Change,
  wasKnown: boolean,
  now: Date,
): Promise<boolean> {
  const quantity = theirs?.quantity ?? '0'
  const split = because ? undefined : await splitBehind(tx, { ticker, ours, theirs }, now)
  if (split) {
    const { eventId, why, at, exDate } = split
    const ratio = ratioOf(quantity, ours.quantity)
    await addSplit(tx, { eventId, ticker, because: why, ratio, at })
    await splitLevels(tx, ticker, { ratio, onDate: newYorkDate(now), exDate })
    await bookFills(tx)
    return why !== 'unexplained'
  }
  // A holding that is not told is gone only when a second reading does not tell it either.
  if (!theirs && !wasKnown && !because) return false
  const move = {
    eventId: `${because ?? 'unexplained'}:${ticker}`,
    ticker,
    because: because ?? ('unexplained' as const),
    quantity: new Big(quantity).minus(ours.quantity).toFixed(),
    price: theirs?.price ?? ours.mark,
    at: now,
  }
  await addMove(tx, move)
  await bookFills(tx)
  return because !== undefined
}

/**
 * Takes over a split of one ticker that the broker's shares show, where `mark` is the newest price of
 * before; false where they show none. Behind the book's lock, which is taken here.
 */
export async function followSplit(
  tx: Tx,
  { ticker, mark, theirs }: { ticker: string; mark: string; theirs: ToldHolding },
  now: Date,
): Promise<boolean> {
  await lockBook(tx)
  const ours = (await readMine(tx)).get(ticker)
  if (!ours || !looksLikeSplit({ quantity: ours.quantity, price: mark }, theirs)) return false
  const known = ours.isGuessed ? await withoutGuess(tx, ticker, now) : ours
  const change = { ticker, ours: { ...known, mark }, theirs, because: undefined }
  await takeOn(tx, change, false, now)
  return true
}

/** Our shares and newest price by ticker; `isGuessed` where some of it is not explained. */
async function readMine(tx: Tx): Promise<Map<string, Mine>> {
  const rows = await tx<(Mine & { ticker: string })[]>`
    select ticker, held.quantity, coalesce(mark_price, 0) as mark,
      exists (select from share_events e where e.because = 'unexplained' and e.ticker = held.ticker
        and e.account_id = held.account_id) as is_guessed
    from ledger_tickers held left join positions using (account_id, ticker)
    where ${ofAccount(tx, 'held')} and (held.quantity <> 0 or held.ticker in (
      select ticker from share_events where because = 'unexplained' and ${ofAccount(tx)}))`
  return new Map(rows.map(({ ticker, ...row }) => [ticker, row]))
}

/** Takes away what was taken on unexplained; what is left is what is explained. */
async function withoutGuess(tx: Tx, ticker: string, now: Date): Promise<Mine> {
  const [guess] = await tx<{ ratio: string | null }[]>`
    select ratio from share_events where event_id = ${`unexplained:${ticker}`} and ${ofAccount(tx)}`
  await dropEvent(tx, `unexplained:${ticker}`)
  const onDate = newYorkDate(new Date(now.getTime() - DAY_MS))
  if (guess?.ratio) await splitLevels(tx, ticker, { ratio: ratioOf('1', guess.ratio), onDate })
  await bookTicker(tx, ticker, [], true)
  return (await readMine(tx)).get(ticker) ?? { quantity: '0', mark: '0', isGuessed: false }
}

/** Takes the broker's cash on; what of it nothing explains is kept apart, and named where it is more than rounding. */
async function followCash(tx: Tx, theirs: string, now: Date): Promise<Difference[]> {
  const [row] = await tx<{ unexplained: string }[]>`
    select unexplained from broker_accounts where is_current`
  const before = new Big(row?.unexplained ?? 0)
  const deposit = new Big((await readDeposit(tx)) ?? 0)
  const ours = deposit.minus(before).plus((await readLedgerSums(tx)).cash)
  const unexplained = new Big(theirs).minus(ours)
  if (!unexplained.eq(before)) {
    await moveCash(tx, { unexplained })
    const amount = unexplained.minus(before)
    const lines = [
      { book: 'cash' as const, amount },
      { book: 'unexplained' as const, amount: amount.times(-1) },
    ]
    await postEntries(tx, `unexplained:cash:${now.toISOString()}`, lines, now)
  }
  const none = new Map<string, string>()
  return reconcile({ cash: ours.toFixed(), shares: none }, { cash: theirs, shares: none })
}
