/** What a decision to buy is made on, gathered from the books for the gates and the sizing. */

import { Big } from 'big.js'
import { greatest, multiply, subtract } from '#shared/domain/money.ts'
import { exposure, sum, worthOf, type Book, type Pending } from '#shared/domain/risk/book.ts'
import type { Limits } from '#shared/domain/risk/limits.ts'
import type { Rules } from '#shared/domain/rules/versions.ts'
import type { OpenBreaker } from '#shared/domain/trading/breakers.ts'
import { correlation } from '#shared/domain/trading/correlation.ts'
import type { GateInput } from '#shared/domain/trading/gates.ts'
import { recordOf } from '#shared/domain/ledger/trades.ts'
import type { SizingInput } from '#shared/domain/trading/sizing-steps.ts'
import { positionCapOf, type TradingSettings } from '#shared/domain/trading/settings.ts'
import { tiers, type TierName } from '#shared/domain/trading/tiers.ts'
import type { Candidate, EntryDecision } from '#shared/sql/trading/decisions.ts'
import type { StopRow } from '#shared/sql/trading/stops.ts'
import { entryPriceIn, type Account, type LastTrades } from './account.ts'
import type { History } from './history.ts'

export type EntryScene = {
  rules: Pick<Rules, 'risk' | 'trading'>
  account: Account
  /** Grows with each order decided on. */
  book: Book & { pending: Pending[] }
  limits: Limits
  trades: LastTrades
  session: GateInput['session']
  breakers: readonly OpenBreaker[]
  /** Entries of the last 24 hours, by ticker; grows too. */
  entries: Map<string, Pick<EntryDecision, 'decidedAt'>>
  stops: ReadonlyMap<string, StopRow>
  history: History
  riskTier: TierName
  settings: Pick<TradingSettings, 'positionCap' | 'poolMin'>
}

/** What the gates look at. */
export function gateInputOf(
  scene: EntryScene,
  { ticker, confidence }: Pick<Candidate, 'ticker' | 'confidence'>,
): GateInput {
  const { account, book, limits } = scene
  return {
    ticker,
    confidence,
    confidenceMin: tiers[scene.riskTier].confidenceMin,
    breakers: scene.breakers,
    session: scene.session,
    duplicate: duplicateOf(scene, ticker),
    returns: [...account.marks].map(([held, mark]) => {
      const paid = entryPriceIn(account, held) ?? mark
      return new Big(mark).div(paid).minus(1).toNumber()
    }),
    positions: new Set(exposure(book).map((row) => row.ticker)).size,
    positionsMax: limits.positionsMax,
  }
}

/** What they look at out of session, where the second of them is shut whatever the rest would say. */
export function gateInputAtRest(
  { ticker, confidence }: Pick<Candidate, 'ticker' | 'confidence'>,
  breakers: readonly OpenBreaker[],
): GateInput {
  const closed = { session: undefined, confidenceMin: 0, positionsMax: 0 }
  return { ...closed, ticker, confidence, breakers, duplicate: null, returns: [], positions: 0 }
}

function duplicateOf(
  { book, entries }: Pick<EntryScene, 'book' | 'entries'>,
  ticker: string,
): string | null {
  const held = book.holdings.find((row) => row.ticker === ticker)
  if (held) return `holds ${held.quantity}`
  const pending = book.pending.find((row) => row.ticker === ticker)
  if (pending) return `order to ${pending.side} ${pending.quantity}`
  const entry = entries.get(ticker)
  return entry ? `entered ${entry.decidedAt.toISOString()}` : null
}

/** What the sizing looks at. */
export async function sizingInputOf(
  scene: EntryScene,
  { ticker, sector, confidence }: Candidate,
  { price, atr }: { price: string; atr: string },
): Promise<SizingInput> {
  const { account, book, history, settings } = scene
  const { equity, cash } = account.valuation
  const tier = tiers[scene.riskTier]
  const own = await history.bars(ticker)
  const correlations = []
  for (const held of new Set(exposure(book).map((row) => row.ticker))) {
    correlations.push({ ticker: held, rho: correlation(own, await history.bars(held)) })
  }
  const promised = sum(
    book.pending.filter(({ side }) => side === 'buy'),
    worthOf,
  )
  return {
    price,
    confidence,
    tier,
    equity,
    activePool: subtract(equity, account.reserve),
    freeCash: new Big(cash).minus(account.reserve).minus(promised).toFixed(),
    record: recordOf(account.trades),
    correlations,
    sectorValue: sum(
      exposure(book).filter((row) => row.sector === sector),
      worthOf,
    ).toFixed(),
    // No source tells when earnings come; the step passes and says so.
    earnings: null,
    heat: await heatOf(scene),
    stopDistance: multiply(atr, tier.stopAtrs),
    poolMin: settings.poolMin,
    positionCap: positionCapOf(settings, equity),
  }
}

/** Dollars at risk between entry and stop; where no stop stands yet, as far as it will be placed. */
async function heatOf({ account, book, stops, history, riskTier }: EntryScene): Promise<string> {
  let heat = new Big(0)
  for (const { ticker, quantity, price } of exposure(book)) {
    const stop = stops.get(ticker)?.stopPrice
    const entry = entryPriceIn(account, ticker) ?? price
    const atr = stop === undefined ? await history.atr(ticker) : null
    const distance =
      stop !== undefined
        ? subtract(entry, stop)
        : atr !== null
          ? multiply(atr, tiers[riskTier].stopAtrs)
          : entry
    heat = heat.plus(multiply(greatest(distance, 0), quantity))
  }
  return heat.toFixed()
}
