/**
 * What an activity of an account does to its books, by the broker's words for it.
 * Source: docs/FORMULAS.md, Ledger.
 */

import { readTicker } from '../market/ticker.ts'
import type { BrokerActivity, BrokerPosition } from './broker-state.ts'

/**
 * `income` and `charge` are profit and loss; `transfer`, `shares` and `trade` are neither: dollars or
 * shares that came from outside, or go there. `split` changes shares alone. `unknown` is kept as told,
 * and the cash it names counts as a transfer, so that it is no profit of ours.
 */
export type ActivityKind =
  | 'income'
  | 'charge'
  | 'transfer'
  | 'split'
  | 'shares'
  | 'trade'
  | 'unknown'

const KINDS: readonly (readonly [RegExp, ActivityKind])[] = [
  [/^(?:CSD|CSW|TRANS|JNL|JNLC|ACATC)$/, 'transfer'],
  [/^(?:JNLS|ACATS|FOPT|SPIN|MA|REORG|NC)$/, 'shares'],
  [/^SPLIT$/, 'split'],
  [/^(?:FEE|CFEE|PTC|DIVFEE)$/, 'charge'],
  [/^(?:DIV|INT|CGD$|PTR$)/, 'income'],
  [/^(?:FILL|OP)/, 'trade'],
]

/** What an activity is taken for; a dividend in shares is a split. */
export function activityKindOf({
  type,
  subType,
}: Pick<BrokerActivity, 'type' | 'subType'>): ActivityKind {
  if (type === 'DIV' && subType === 'SDIV') return 'split'
  return KINDS.find(([pattern]) => pattern.test(type))?.[1] ?? 'unknown'
}

const NOT_DONE = /^(?:cancell?ed|pending|rejected|queued|failed|reversed)/i

/** Whether it took place, as far as the broker says. */
export function isDone({ status }: Pick<BrokerActivity, 'status'>): boolean {
  return !NOT_DONE.test(status)
}

/** True of dollars that are profit or loss, and of none that came from outside. */
export function isEarned(kind: ActivityKind): boolean {
  return kind === 'income' || kind === 'charge' || kind === 'split'
}

/** Whether a symbol is one of a share; a pair of coins, an option and a bond are none. */
export function isShare(symbol: string, assetClass = 'us_equity'): boolean {
  return assetClass === 'us_equity' && readTicker(symbol) === symbol
}

/** Whether a holding is one that is traded here: shares, and not owed. */
export function isTraded({ ticker, quantity, assetClass }: BrokerPosition): boolean {
  return isShare(ticker, assetClass) && !quantity.startsWith('-')
}
