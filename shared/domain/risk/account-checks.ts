/** Checks from `risk-2` on of what trading stands on: how it stands, the account, books, assets, prices. */

import { Big } from 'big.js'
import { compared, equityOf, ofBuys } from './checks.ts'
import type { AssetFacts, Facts } from './facts.ts'
import type { CheckResult, Proposal, RiskCheck } from './evaluate.ts'
import { measure } from './measure.ts'

/** What nobody knows lets nothing pass, a sale neither. */
export const standsSo: RiskCheck = ({ order, book: { facts } }) => {
  const { mode, state, holds } = facts?.standing ?? unknownStanding
  const wanted = order.side === 'buy' ? ['active'] : ['active', 'reducing']
  const passed = (mode === 'paper' || mode === 'live') && wanted.includes(state)
  const hold = holds.find((one) => one.state === state) ?? holds[0]
  const code = mode === 'disabled' ? 'trading_disabled' : (hold?.code ?? state)
  const found = [`${mode}, ${state}`, ...holds.map((one) => one.code)].join(', ')
  const limit = wanted.join(' or ')
  const made: CheckResult = { name: 'standing', found, limit, passed, relation: 'is' }
  return passed ? made : { ...made, code }
}
const unknownStanding = { mode: 'unknown', state: 'unreadable', holds: [] }

export const accountStatus = ofAccount(({ status, blocked }) => {
  const isOpen = status === 'ACTIVE' && !blocked
  return wordOf('account_status', blocked ? `${status}, blocked` : status, 'ACTIVE', isOpen)
})

export const accountStale = ofAccount(({ ageSeconds }, { limits: { accountAgeSecondsMax } }) => {
  const passed = ageSeconds <= accountAgeSecondsMax
  const made = compared('account_stale', ageSeconds, accountAgeSecondsMax, passed)
  return measure(made, 'seconds', 'at most')
})

export const marksStale = ofFacts(({ marksAgeSeconds }, { limits: { marksAgeSecondsMax } }) => {
  if (marksAgeSeconds === null) return undefined
  const passed = marksAgeSeconds <= marksAgeSecondsMax
  const made = compared('marks_stale', marksAgeSeconds, marksAgeSecondsMax, passed)
  return measure(made, 'seconds', 'at most')
})

/** Money our books count on and the broker does not have. More than we know of is no danger to anyone. */
export const cashShort = ofFacts(({ account, cash }, { book, limits: { cashShortPctMax } }) => {
  const known = equityOf(book)
  if (!account || cash === null || !known?.equity.gt(0)) return undefined
  const missing = new Big(cash).minus(account.cash)
  const found = missing.gt(0) ? missing.div(known.equity).toNumber() : 0
  return measure(
    compared('cash_short', found, cashShortPctMax, found <= cashShortPctMax),
    'percent',
    'at most',
  )
})

export const holdingsDiffer = ofFacts(({ contradictions }) => {
  const found = contradictions.map(
    ({ ticker, ours, broker }) => `${ticker}: ours ${ours}, broker's ${broker}`,
  )
  const words = found.length === 0 ? 'none' : found.slice(0, SAID_MAX).join('; ')
  return wordOf('holdings_differ', words, 'none', found.length === 0)
})
const SAID_MAX = 5

export const assetUnknown = ofAsset((asset) =>
  wordOf('asset_unknown', asset ? 'listed' : 'not listed', 'listed', asset !== null),
)

/** A list that was not read for days is said, and decides nothing more: the broker refuses by itself. */
export const assetNotTradable = ofAsset((asset) => {
  if (!asset) return undefined
  const found = asset.tradable ? 'tradable' : 'not tradable'
  return wordOf('asset_not_tradable', `${found}${ageOf(asset)}`, 'tradable', asset.tradable)
})

export const assetHalted = ofAsset((asset) => {
  if (!asset) return undefined
  return wordOf('asset_halted', asset.halted ? 'halted' : 'trading', 'trading', !asset.halted)
})

export const assetNotFractionable = ofAsset((asset, { order: { quantity } }) => {
  const isWhole = new Big(quantity).eq(new Big(quantity).round(0, Big.roundDown))
  if (!asset || isWhole) return undefined
  const found = asset.fractionable ? 'fractionable' : 'whole shares only'
  return wordOf('asset_not_fractionable', found, 'fractionable', asset.fractionable)
})

export const priceShock = ofFacts(({ moves }, { order, limits: { priceMovePctMax } }) => {
  const move = moves[order.ticker]
  if (!move) return undefined
  const moved = new Big(move.to).minus(move.from).div(move.from).abs()
  const made = compared(
    'price_shock',
    moved.toNumber(),
    priceMovePctMax,
    moved.lte(priceMovePctMax),
  )
  return measure(made, 'percent', 'at most')
})

export const withinBuyingPower = ofAccount((account, { order, book }) => {
  const value = new Big(order.quantity).times(order.referencePrice)
  const needed = value.plus(book.facts?.committed ?? 0)
  const made = compared(
    'buying_power',
    needed.toFixed(),
    account.buyingPower,
    needed.lte(account.buyingPower),
  )
  return measure(made, 'money', 'at most')
})

/** Of a small account: one more entry may end the same day, and so be one more day trade. */
export const dayTrades = ofFacts(({ dayTrades: ours, account }, { book, limits }) => {
  const known = equityOf(book)
  if (!known || known.equity.gte(limits.dayTradeEquityMin)) return undefined
  const withThis = Math.max(ours, account?.dayTrades ?? 0) + 1
  const made = compared(
    'day_trades',
    withThis,
    limits.dayTradesMax,
    withThis <= limits.dayTradesMax,
  )
  return measure(made, 'count', 'at most')
})

const STALE_SECONDS = 3 * 86_400

function ageOf({ ageSeconds }: NonNullable<AssetFacts>): string {
  if (ageSeconds <= STALE_SECONDS) return ''
  return `, as of ${Math.floor(ageSeconds / 86_400)} days ago`
}

function wordOf(name: string, found: string, limit: string, passed: boolean): CheckResult {
  return { ...compared(name, found, limit, passed), relation: 'is' }
}

type Look<T> = (fact: T, proposal: Proposal) => CheckResult | undefined

/** A check of buys that looks at what is known beside the holdings. */
export function ofFacts(look: Look<Facts>): RiskCheck {
  return ofBuys((proposal) => {
    const { facts } = proposal.book
    return facts && look(facts, proposal)
  })
}

function ofAccount(look: Look<NonNullable<Facts['account']>>): RiskCheck {
  return ofFacts(({ account }, proposal) => (account ? look(account, proposal) : undefined))
}

function ofAsset(look: Look<AssetFacts>): RiskCheck {
  return ofFacts(({ assets }, proposal) => {
    const asset = assets?.[proposal.order.ticker]
    return asset === undefined ? undefined : look(asset, proposal)
  })
}
