/** What happens to the account beside orders: levers of the world, under /alpaca/world. */

import { Big } from 'big.js'
import { newYorkDate } from '#shared/domain/market/calendar.ts'
import { deriveId } from '#shared/host/ids.ts'
import type { AlpacaBook } from './book.ts'
import type { Transfer } from './journal.ts'
import type { Call, Reply } from './trading.ts'
import { stampId } from './wire.ts'

const DOLLARS = /^-?\d{1,9}(?:\.\d{1,2})?$/

/** `POST transfer {"amount": "-50"}` pays in or out, `POST reset` gives a new account. */
export function pull(book: AlpacaBook, lever: string | undefined, call: Call, now: Date): Reply {
  if (call.method !== 'POST') return { status: 405, body: { message: 'method not allowed' } }
  if (lever === 'reset') {
    book.reset()
    return { status: 204 }
  }
  if (lever !== 'transfer') return { status: 404, body: { message: 'no such lever' } }
  const amount = /"amount"\s*:\s*"([^"]*)"/.exec(call.body)?.[1] ?? ''
  if (!DOLLARS.test(amount)) return { status: 422, body: { message: 'amount is no dollars' } }
  book.transfer({ amount: new Big(amount), at: now })
  return { status: 204 }
}

/** One row of `GET /v2/account/activities` for what was paid in or out. */
export function wireTransfer({ amount, at }: Transfer, index: number) {
  const type = amount.lt(0) ? 'CSW' : 'CSD'
  return {
    id: stampId(at, deriveId('alpaca-transfer', at.toISOString(), String(index))),
    activity_type: type,
    date: newYorkDate(at),
    created_at: at.toISOString(),
    net_amount: amount.toFixed(),
    description: type === 'CSD' ? 'paid in' : 'paid out',
    status: 'executed',
  }
}
