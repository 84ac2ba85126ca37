/**
 * What an activity of an account does to its books, by the broker's words for it.
 * Source: docs/FORMULAS.md, Ledger.
 */

import { readTicker } from '../market/ticker.ts'
import type { BrokerActivity, BrokerFill, BrokerPosition, BrokerState } from './broker-state.ts'

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

/** In this order: it only ever moves on. */
const STAGES = ['waits', 'done', 'gone'] as const

/** Whether an activity took place, as far as the broker says; any word that is not known says so. */
function stageOf(status: string): (typeof STAGES)[number] {
  if (/^(?:pending|queued)/i.test(status)) return 'waits'
  return /^(?:cancell?ed|rejected|failed|reversed)/i.test(status) ? 'gone' : 'done'
}

/** What is due of an activity as it goes from one status to another; null before it was told. */
export function dueOf(before: string | null, after: string): 'book' | 'take_back' | 'keep' | null {
  const stage = stageOf(after)
  if (before === null) return stage === 'done' ? 'book' : 'keep'
  const known = stageOf(before)
  if (STAGES.indexOf(stage) <= STAGES.indexOf(known)) return null
  if (stage === 'done') return 'book'
  return known === 'done' ? 'take_back' : 'keep'
}

/** True of dollars that are profit or loss, and of none that came from outside. */
export function isEarned(kind: ActivityKind): boolean {
  return kind === 'income' || kind === 'charge' || kind === 'split'
}

/** The broker's asset class of shares. */
export const SHARES = 'us_equity'

/** Whether a symbol is one of a share; a pair of coins, an option and a bond are none. */
export function isShare(symbol: string, assetClass = SHARES): boolean {
  return assetClass === SHARES && readTicker(symbol) === symbol
}

/**
 * Fills of shares, and all others: a fill does not say what it is of, and a pair of coins may be written
 * like a share. What is held and ordered of the same symbol does.
 */
export function partFills({
  fills,
  positions,
  orders,
}: Pick<BrokerState, 'fills' | 'positions' | 'orders'>): Record<'shares' | 'others', BrokerFill[]> {
  const told = [...positions, ...orders].filter(({ assetClass = SHARES }) => assetClass !== SHARES)
  const apart = new Set(told.map(({ ticker }) => ticker))
  const isOne = ({ ticker }: BrokerFill) => isShare(ticker) && !apart.has(ticker)
  return { shares: fills.filter(isOne), others: fills.filter((fill) => !isOne(fill)) }
}

/** Whether a holding is one that is traded here: shares, and not owed. */
export function isTraded({ ticker, quantity, assetClass }: BrokerPosition): boolean {
  return isShare(ticker, assetClass) && !quantity.startsWith('-')
}
