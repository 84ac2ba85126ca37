/**
 * What gates and sizing look at, put together from an account: the live engine gathers it from its books, a backtest
 * from its own. Source: docs/FORMULAS.md, Gates and Sizing.
 */

import { Big } from 'big.js'
import type { TradeRecord } from '../ledger/trades.ts'
import { greatest, multiply, subtract } from '../money.ts'
import { exposure, sum, worthOf, type Book } from '../risk/book.ts'
import type { Limits } from '../risk/limits.ts'
import type { OpenBreaker } from './breakers.ts'
import type { EngineSays } from './engine-gates.ts'
import type { Refusals } from './entry-gates.ts'
import type { GateInput } from './gates.ts'
import { positionCapOf, type TradingSettings } from './settings.ts'
import type { SizingInput } from './sizing-input.ts'
import { tiers, type TierName } from './tiers.ts'
import type { Opinion } from './verdict.ts'

export type GateScene = {
  book: Book
  limits: Limits
  riskTier: TierName
  breakers: readonly OpenBreaker[]
  session: GateInput['session']
}

/** What is known of one ticker: its windows, its own past, what the signal engine said. */
export type GateTicker = {
  ticker: string
  confidence: number
  opinions: readonly Opinion[]
  past: { soldAt: Date | null; refusals: Refusals | null }
  /** Of each position of the account: price over entry, less 1. */
  returns: readonly number[]
  signalEngine: EngineSays | null
}

/** What the gates look at. */
export function gateInputFrom(
  { book, limits, riskTier, breakers, session }: GateScene,
  { ticker, confidence, opinions, past, returns, signalEngine }: GateTicker,
): GateInput {
  return {
    ticker,
    confidence,
    confidenceMin: tiers[riskTier].confidenceMin,
    breakers,
    session,
    duplicate: duplicateOf(book, ticker),
    opinions,
    ...past,
    returns,
    positions: new Set(exposure(book).map((row) => row.ticker)).size,
    positionsMax: limits.positionsMax,
    signalEngine,
  }
}

function duplicateOf(book: Book, ticker: string): string | null {
  const held = book.holdings.find((row) => row.ticker === ticker)
  if (held) return `holds ${held.quantity}`
  const pending = book.pending.find((row) => row.ticker === ticker)
  return pending ? `order to ${pending.side} ${pending.quantity}` : null
}

/** Price over entry, less 1. */
export function returnOf(price: string, entry: string): number {
  return new Big(price).div(entry).minus(1).toNumber()
}

export type SizeScene = {
  book: Book
  limits: SizingInput['limits']
  riskTier: TierName
  settings: Pick<TradingSettings, 'positionCap' | 'poolMin'>
  /** Dollars. */
  equity: string
  cash: string
  reserve: string
  record: TradeRecord
  heat: string
  buyingPower: string | null
  withinApproval: boolean
}

export type SizeTicker = Pick<SizingInput, 'price' | 'confidence' | 'correlations' | 'earnings'> & {
  ticker: string
  sector: string
  atr: string
  isWholeOnly: boolean
}

/** What the sizing looks at. */
export function sizingInputFrom(
  scene: SizeScene,
  { ticker, sector, price, atr, confidence, correlations, earnings, isWholeOnly }: SizeTicker,
): SizingInput {
  const { book, settings, equity, cash, reserve } = scene
  const tier = tiers[scene.riskTier]
  const promised = sum(
    book.pending.filter(({ side }) => side === 'buy'),
    worthOf,
  )
  return {
    price,
    confidence,
    tier,
    equity,
    activePool: subtract(equity, reserve),
    freeCash: new Big(cash).minus(reserve).minus(promised).toFixed(),
    record: scene.record,
    correlations,
    sectorValue: sum(
      exposure(book).filter((row) => row.sector === sector),
      worthOf,
    ).toFixed(),
    earnings,
    heat: scene.heat,
    stopDistance: multiply(atr, tier.stopAtrs),
    poolMin: settings.poolMin,
    positionCap: positionCapOf(settings, equity),
    tickerValue: sum(
      exposure(book).filter((row) => row.ticker === ticker),
      worthOf,
    ).toFixed(),
    buyingPower: scene.buyingPower && subtract(scene.buyingPower, promised),
    withinApproval: scene.withinApproval,
    isWholeOnly,
    limits: scene.limits,
  }
}

/** One of what is held or being bought; dollars a share. */
export type AtRisk = {
  quantity: string
  entry: string
  /** Null where no stop stands yet: then as far as it will be placed. */
  stop: string | null
  atr: string | null
}

/** Dollars at risk between entry and stop. */
export function heatOf(rows: readonly AtRisk[], riskTier: TierName): string {
  return sum(rows, ({ quantity, entry, stop, atr }) => {
    const placed = atr === null ? entry : multiply(atr, tiers[riskTier].stopAtrs)
    const distance = stop === null ? placed : subtract(entry, stop)
    return new Big(multiply(greatest(distance, 0), quantity))
  }).toFixed()
}
