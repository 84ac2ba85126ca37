/** What a decision to buy is made on, gathered from the books for the gates and the sizing. */

import { exposure, type Book, type Pending } from '#shared/domain/risk/book.ts'
import type { Limits } from '#shared/domain/risk/limits.ts'
import type { Rules } from '#shared/domain/rules/versions.ts'
import type { OpenBreaker } from '#shared/domain/trading/breakers.ts'
import { correlation } from '#shared/domain/trading/correlation.ts'
import type { GateInput } from '#shared/domain/trading/gates.ts'
import type { HeardEngine } from '#shared/contracts/api/heard-engine.ts'
import type { TradeRecord } from '#shared/domain/ledger/trades.ts'
import type { SizingInput } from '#shared/domain/trading/sizing-input.ts'
import type { TradingSettings } from '#shared/domain/trading/settings.ts'
import {
  gateInputFrom,
  heatOf,
  returnOf,
  sizingInputFrom,
  type AtRisk,
} from '#shared/domain/trading/size-up.ts'
import type { Opinion } from '#shared/domain/trading/verdict.ts'
import type { TierName } from '#shared/domain/trading/tiers.ts'
import type { Candidate } from '#shared/sql/trading/decisions.ts'
import type { KeptInputs } from '#shared/sql/trading/decision-inputs.ts'
import type { EntryMeans } from '#shared/sql/trading/entry-means.ts'
import type { EntryPast } from '#shared/sql/trading/entry-past.ts'
import type { StopRow } from '#shared/sql/trading/stops.ts'
import { entryPriceIn, type Account, type LastTrades } from './account.ts'
import type { History } from './history.ts'

export type EntryScene = EntryMeans & {
  rules: Pick<Rules, 'risk' | 'trading'>
  account: Account
  /** Grows with each order decided on. */
  book: Book & { pending: Pending[] }
  limits: Limits
  trades: LastTrades
  session: GateInput['session']
  breakers: readonly OpenBreaker[]
  /** By ticker. */
  opinions: ReadonlyMap<string, Opinion[]>
  past: ReadonlyMap<string, EntryPast>
  /** What the signal engine says, by ticker; of none while it is off. */
  heard: ReadonlyMap<string, HeardEngine>
  stops: ReadonlyMap<string, StopRow>
  history: History
  /** Micro-trades of this session; grows with each. */
  micro: { count: number; lastAt: Date | null }
  /** Of the trades that ended lately. */
  record: TradeRecord
  riskTier: TierName
  settings: Pick<
    TradingSettings,
    | 'positionCap'
    | 'poolMin'
    | 'gradualTranches'
    | 'gradualThreshold'
    | 'microEnabled'
    | 'microSeconds'
    | 'microPctMax'
    | 'microDailyMax'
    | 'microHoldMinutes'
  >
}

/** What the gates look at. */
export function gateInputOf(
  scene: EntryScene,
  { ticker, confidence }: Pick<Candidate, 'ticker' | 'confidence'>,
): GateInput {
  const { account } = scene
  return gateInputFrom(scene, {
    ticker,
    confidence,
    opinions: scene.opinions.get(ticker) ?? [],
    past: scene.past.get(ticker) ?? nothingPast,
    returns: [...account.marks].map(([held, mark]) =>
      returnOf(mark, entryPriceIn(account, held) ?? mark),
    ),
    signalEngine: scene.heard.get(ticker) ?? null,
  })
}

/** What they look at out of session, where the second of them is shut whatever the rest would say. */
export function gateInputAtRest(
  { ticker, confidence }: Pick<Candidate, 'ticker' | 'confidence'>,
  breakers: readonly OpenBreaker[],
): GateInput {
  const closed = { session: undefined, confidenceMin: 0, positionsMax: 0 }
  const none = { duplicate: null, returns: [], positions: 0, opinions: [], ...nothingPast }
  return { ...closed, ...none, ticker, confidence, breakers }
}

/** What is kept of a decision that was made out of session: the gates alone. */
export function inputsAtRest(
  rules: Pick<Rules, 'risk'>,
  ticker: string,
  gate: GateInput,
): KeptInputs {
  const input = { ticker, gate, micro: null, trade: null }
  return { by: 'entry', riskVersion: rules.risk.current.name, input }
}

const nothingPast: EntryPast = { soldAt: null, refusals: null }

/** What the sizing looks at. */
export async function sizingInputOf(
  scene: EntryScene,
  { ticker, sector, confidence }: Candidate,
  { price, atr }: { price: string; atr: string },
): Promise<SizingInput> {
  const { account, book, history } = scene
  const { equity, cash } = account.valuation
  const own = await history.bars(ticker)
  const correlations = []
  for (const held of new Set(exposure(book).map((row) => row.ticker))) {
    correlations.push({ ticker: held, rho: correlation(own, await history.bars(held)) })
  }
  const earnings = await history.earnings(ticker)
  const heat = heatOf(await atRisk(scene), scene.riskTier)
  const isWhole = isWholeOnly(scene, ticker)
  return sizingInputFrom(
    { ...scene, equity, cash, reserve: account.reserve, heat },
    { ticker, sector, price, atr, confidence, correlations, earnings, isWholeOnly: isWhole },
  )
}

/** Where the broker's list does not know it, parts of a share are asked for. */
export function isWholeOnly({ book }: Pick<EntryScene, 'book'>, ticker: string): boolean {
  return book.facts?.assets?.[ticker]?.fractionable === false
}

/** What is held or being bought, with its stop, or what it will be placed by. */
async function atRisk({ account, book, stops, history }: EntryScene): Promise<AtRisk[]> {
  const rows: AtRisk[] = []
  for (const { ticker, quantity, price } of exposure(book)) {
    const stop = stops.get(ticker)?.stopPrice ?? null
    const entry = entryPriceIn(account, ticker) ?? price
    rows.push({ quantity, entry, stop, atr: stop === null ? await history.atr(ticker) : null })
  }
  return rows
}
