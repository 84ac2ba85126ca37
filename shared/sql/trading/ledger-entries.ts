/** Table `ledger_entries`: each change of the books by double entry, debits equal to credits. */

import { Big } from 'big.js'
import type { TickerLedger } from '../../domain/ledger/ledger.ts'
import { deriveId } from '../../host/ids.ts'
import type { Tx } from '../open.ts'

export type LedgerBook =
  | 'cash'
  | 'securities'
  | 'opening'
  | 'transfers'
  | 'income'
  | 'charges'
  | 'fees'
  | 'profit'
  | 'unexplained'

/** Dollars; above 0 a debit, below 0 a credit. */
export type EntryLine = { book: LedgerBook; amount: Big; ticker?: string }

/**
 * Posts one transaction; a line of nothing is left out.
 *
 * @throws RangeError where its lines do not add up to nothing; the database refuses it as well.
 */
export async function postEntries(
  tx: Tx,
  transactionId: string,
  lines: readonly EntryLine[],
  at: Date,
): Promise<void> {
  const sum = lines.reduce((total, { amount }) => total.plus(amount), new Big(0))
  if (!sum.eq(0)) throw new RangeError(`Post ${transactionId}: it is apart by ${sum.toFixed()}`)
  const some = lines.filter(({ amount }) => !amount.eq(0))
  if (some.length === 0) return
  const sideOf = (sign: number) =>
    some.map(({ amount }) => (amount.s === sign ? amount.abs().toFixed() : '0'))
  await tx`
    insert into ledger_entries (transaction_id, at, book, ticker, debit, credit)
    select ${transactionId}, ${at}::timestamptz, book, ticker, debit, credit
    from unnest(${some.map(({ book }) => book)}::text[],
      ${some.map(({ ticker }) => ticker ?? null)}::text[],
      ${sideOf(1)}::numeric[], ${sideOf(-1)}::numeric[]) as line (book, ticker, debit, credit)`
}

type Fold = {
  ticker: string
  before: TickerLedger
  after: TickerLedger
  /** Ids of what made it so. */
  cause: readonly string[]
}

/** Posts what a fold changed of a ticker: one transaction, whatever it took in. */
export function postFold(tx: Tx, { ticker, before, after, cause }: Fold): Promise<void> {
  const change = (of: (ledger: TickerLedger) => Big) => of(after).minus(of(before))
  const at = after.newest?.filledAt ?? before.newest?.filledAt ?? new Date(0)
  const [only] = cause
  const id = cause.length === 1 && only !== undefined ? only : deriveId('fold', ticker, ...cause)
  return postEntries(
    tx,
    id,
    [
      { book: 'cash', ticker, amount: change(({ cash }) => cash) },
      { book: 'securities', ticker, amount: change(({ cost }) => cost) },
      { book: 'fees', ticker, amount: change(({ fees }) => fees) },
      { book: 'transfers', ticker, amount: change(({ moved }) => moved).times(-1) },
      { book: 'profit', ticker, amount: change(({ realised }) => realised).times(-1) },
    ],
    at,
  )
}
