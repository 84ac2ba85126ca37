/** How far the account is from each of its limits, for people to see before one binds. */

import { Big } from 'big.js'
import { sum, worthOf, type Holding } from '../risk/book.ts'
import type { ReadableLimits } from '../risk/limits.ts'
import { positionCapOf, type TradingSettings } from './settings.ts'

/** The account as limits see it; dollars as decimal text. */
export type RoomInput = {
  /** Null while the account was never read. */
  equity: string | null
  openingEquity: string | null
  reserve: string
  /** What is held and what is being bought. */
  exposure: readonly Holding[]
  limits: ReadableLimits
  settings: Partial<TradingSettings>
}

export type Room = {
  limit: string
  unit: 'share' | 'dollars' | 'count'
  of: string
  found: number | null
  /** Null where it cannot be read. */
  most: number | null
  left: number | null
}

/** Each sector with what its limit leaves, the largest first. */
export function roomOfSectors({
  equity,
  exposure,
  limits,
}: RoomInput): (Room & { value: string })[] {
  return valuesOf(exposure, (row) => row.sector).map(({ of, value }) => {
    const share = equity && Number(equity) > 0 ? value.div(equity).toNumber() : null
    const most = limits.sectorPctMax
    return { ...room('sector_pct_max', 'share', of, share, most), value: value.toFixed(2) }
  })
}

/** Each limit with what is found and what is left of it; the closest ticker or sector where there are many. */
export function roomOf(input: RoomInput): Room[] {
  return [...roomOfHoldings(input), lossRoom(input), poolRoom(input)]
}

function roomOfHoldings({ equity, exposure, limits, settings }: RoomInput): Room[] {
  const shareOf = (value: Big) =>
    equity && Number(equity) > 0 ? value.div(equity).toNumber() : null
  const tickers = valuesOf(exposure, (row) => row.ticker)
  const sectors = valuesOf(exposure, (row) => row.sector)
  const [ticker = none, sector = none] = [tickers[0], sectors[0]]
  const dollars = ticker.value.toNumber()
  const { positionCap } = settings
  const cap = positionCap === undefined ? null : positionCapOf({ positionCap }, equity ?? '0')
  return [
    room('positions_max', 'count', '', tickers.length, limits.positionsMax),
    room('sectors_max', 'count', '', sectors.length, limits.sectorsMax),
    room('position_pct_max', 'share', ticker.of, shareOf(ticker.value), limits.positionPctMax),
    room('position_value_max', 'dollars', ticker.of, dollars, numberOf(limits.positionValueMax)),
    room('position_cap', 'dollars', ticker.of, dollars, numberOf(cap)),
    room('sector_pct_max', 'share', sector.of, shareOf(sector.value), limits.sectorPctMax),
  ]
}

function lossRoom({ equity, openingEquity, limits }: RoomInput): Room {
  const known = equity !== null && openingEquity !== null && Number(openingEquity) > 0
  const lost = known ? new Big(openingEquity).minus(equity).div(openingEquity).toNumber() : null
  const found = lost === null ? null : Math.max(0, lost)
  return room('daily_loss_pct_max', 'share', '', found, limits.dailyLossPctMax)
}

/** The only one that is to be kept above. */
function poolRoom({ equity, reserve, settings }: RoomInput): Room {
  const [least, name] = [numberOf(settings.poolMin ?? null), 'active_pool_minimum']
  const found = equity === null ? null : new Big(equity).minus(reserve).toNumber()
  const left = found === null || least === null ? null : found - least
  return { limit: name, unit: 'dollars', of: '', found, most: least, left }
}

function room(
  limit: string,
  unit: Room['unit'],
  of: string,
  found: number | null,
  most: number | null,
): Room {
  const left = found === null || most === null ? null : most - found
  return { limit, unit, of, found, most, left }
}

const numberOf = (amount: string | null) => (amount === null ? null : Number(amount))

type Worth = { of: string; value: Big }
const none: Worth = { of: '', value: new Big(0) }

/** What each is worth, the most first. */
function valuesOf(exposure: readonly Holding[], of: (row: Holding) => string): Worth[] {
  return [...new Set(exposure.map(of))]
    .map((name) => ({
      of: name,
      value: sum(
        exposure.filter((row) => of(row) === name),
        worthOf,
      ),
    }))
    .sort((a, b) => b.value.cmp(a.value))
}
