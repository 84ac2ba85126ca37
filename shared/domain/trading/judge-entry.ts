/**
 * Judges one recommendation to buy on what was gathered for it: gates, size, risk; each may end it.
 *
 * Pure, so that what was gathered can be kept and judged again: the same input gives the same verdict to
 * the byte. Source: docs/FORMULAS.md, Gates and Sizing.
 */

import type { Book } from '../risk/book.ts'
import { evaluateOrder, type CheckResult, type RiskRules } from '../risk/evaluate.ts'
import type { Limits } from '../risk/limits.ts'
import { checkGates, type GateInput } from './gates.ts'
import { mayTradeMicro, sellByOf, sizedAsMicro, type MicroInput } from './micro.ts'
import type { TradingRules } from './rules.ts'
import type { SizingInput } from './sizing-input.ts'
import { sizeEntry } from './sizing.ts'
import { placeLevels } from './stops.ts'
import { partsOf } from './tranches.ts'

/** What prices and the account said, read only for what is through the gates. */
export type LookedBack = {
  /** The session that opened as if split; null where none did. */
  suspectedSplit: string | null
  /** Dollars; null where the past is too short, and then there is no sizing. */
  atr: string | null
  sizing: SizingInput | null
  sector: string
  book: Book
  limits: Limits
  tranches: number
  threshold: string
  isWholeOnly: boolean
}

export type EntryInput = {
  ticker: string
  gate: GateInput
  /** Where it is to be a micro-trade. */
  micro: MicroInput | null
  /** The last trade seen; null where there is none. */
  trade: { price: string; at: Date } | null
  past?: LookedBack
}

export type EntryVerdict =
  | {
      action: 'skip'
      code: string
      checks: readonly CheckResult[]
      price: string | null
      sizing: Record<string, unknown>
    }
  | {
      action: 'act'
      code: 'entry' | 'micro_entry'
      checks: readonly CheckResult[]
      price: string
      quantity: string
      sizing: Record<string, unknown> & { atr: string }
      /** Shares of each part of a gradual entry, the first being `quantity`. */
      parts: readonly string[]
    }

type EntryRules = { trading: TradingRules; risk: RiskRules }

/** The verdict, or `look back` where it is through the gates and `past` was not gathered yet. */
export function judgeEntry(
  rules: EntryRules,
  input: EntryInput,
  now: Date,
): EntryVerdict | 'look back' {
  const { trade, past } = input
  const gates = checkGates(rules.trading, input.gate, now)
  if (gates.code) return skip(gates.code, gates.checks)
  const micro = input.micro ? mayTradeMicro(input.micro, now) : undefined
  const checks = [...gates.checks, ...(micro?.checks ?? [])]
  if (micro?.code) return skip(micro.code, checks)
  if (!trade) return skip('no_quote', checks)
  if (!past) return 'look back'
  const { price } = trade
  if (past.suspectedSplit !== null) {
    const found = past.suspectedSplit
    const check = { name: 'split_suspected', found, limit: null, passed: false }
    return skip('split_suspected', [...checks, check], price)
  }
  if (past.atr === null || past.sizing === null) return skip('insufficient_bars', checks, price)
  const { atr, sizing: plain } = past
  const asked = input.micro ? sizedAsMicro(plain, input.micro) : plain
  const { code, quantity, steps, bound } = sizeEntry(rules.trading, asked)
  const levels = placeLevels(price, atr, asked.tier)
  const until = input.micro ? { sellBy: sellByOf(input.micro, now) } : {}
  const sizing = { steps, bound, atr, levels, ...until }
  if (code) return skip(code, checks, price, sizing)
  return judgeOrder(rules, { input, trade, past, quantity, checks, sizing }, now)
}

type Sized = {
  input: EntryInput
  trade: { price: string; at: Date }
  past: LookedBack
  quantity: string
  checks: readonly CheckResult[]
  sizing: Record<string, unknown> & { atr: string }
}

/** What has its size, if risk lets it pass. */
function judgeOrder(
  rules: EntryRules,
  { input, trade, past, quantity, checks, sizing }: Sized,
  now: Date,
): EntryVerdict {
  const { price } = trade
  const { sector, book, limits, tranches, threshold, isWholeOnly } = past
  const order = {
    ticker: input.ticker,
    side: 'buy' as const,
    kind: 'entry' as const,
    quantity,
    referencePrice: price,
    quote: trade,
    sector,
  }
  const verdict = evaluateOrder(rules.risk, { order, book, limits, now })
  const all = [...checks, ...verdict.checks]
  if (!verdict.passed) return skip(verdict.code, all, price, sizing)
  const parts = input.micro
    ? [quantity]
    : partsOf({ quantity, price }, { tranches, threshold, isWholeOnly })
  return {
    action: 'act',
    code: input.micro ? 'micro_entry' : 'entry',
    checks: all,
    price,
    quantity: parts[0] ?? quantity,
    sizing: { ...sizing, whole: quantity, parts },
    parts,
  }
}

function skip(
  code: string,
  checks: readonly CheckResult[],
  price: string | null = null,
  sizing: Record<string, unknown> = {},
): EntryVerdict {
  return { action: 'skip', code, checks, price, sizing }
}
