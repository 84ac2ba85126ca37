/**
 * Earnings a share over the four quarters that were known last.
 *
 * Source: docs/FORMULAS.md, Fundamentals. A fourth quarter has no report of its own: it is the year
 * less three quarters, so the four quarters are the last year, plus this year so far, less last
 * year's same part.
 */

import { Big } from 'big.js'
import type { Split } from '../market/adjust.ts'
import { shiftDate } from '../market/calendar.ts'
import type { Fact } from './facts.ts'

export type TrailingEarnings = {
  /** Dollars a share on the share basis of the day asked for; decimal text. */
  perShare: string
  /** The last day of the last quarter. */
  through: string
}

/** Days that a period may be off: fiscal years end on a weekday and have 52 or 53 weeks. */
const OFF_DAYS = 10
const YEAR_DAYS = { from: 350, to: 380 }
const QUARTER_DAYS = { from: 75, to: 105 }
/** A report on the next quarter is due by then; without it a company has fallen silent. */
const SILENT_DAYS = 210
/** Those who report once a year have until the next report. */
const SILENT_DAYS_YEARLY = 500
/** A figure told anew so far from its old one is of other shares: a split that nobody told of. */
const RESTATED = 1.5
const PER_SHARE_MIN = 0.05

type Period = { from: string; to: string; perShare: Big; filedOn: string }

/**
 * The diluted earnings a share of the four quarters up to the newest that is known; undefined where
 * one of them is missing, where the figures are of different share bases, or where the newest is old.
 *
 * @param facts Earnings a share of one concept and unit, only what was known; any order.
 * @param on The day, YYYY-MM-DD, on whose share basis the result is.
 * @param splits Splits with effect up to that day.
 */
export function trailingEarnings(
  facts: readonly Fact[],
  { on, splits = [] }: { on: string; splits?: readonly Split[] },
): TrailingEarnings | undefined {
  const { periods, basisFrom } = periodsOf(facts, splits, on)
  const through = periods.reduce((last, { to }) => (to > last ? to : last), '')
  if (through === '' || isSilent(facts, through, on)) return undefined
  const parts = partsOf(periods, through)
  if (!parts || parts.some(({ period }) => period.filedOn < basisFrom)) return undefined
  const sum = parts.reduce(
    (total, { period, sign }) => total.plus(period.perShare.times(sign)),
    new Big(0),
  )
  return { perShare: sum.round(4).toString(), through }
}

/** Each period as it was told last, and the day from which on figures are of the present shares. */
function periodsOf(facts: readonly Fact[], splits: readonly Split[], on: string) {
  const byPeriod = new Map<string, Period>()
  let basisFrom = ''
  const told = [...facts].sort(
    (a, b) => compare(a.filedOn, b.filedOn) || compare(a.accessionNumber, b.accessionNumber),
  )
  for (const { from, to, value, filedOn } of told) {
    const key = `${from} ${to}`
    const perShare = onBasisOf(new Big(value), splits, filedOn, on)
    const before = byPeriod.get(key)
    if (before && isOfOtherShares(before.perShare, perShare)) basisFrom = filedOn
    byPeriod.set(key, { from, to, perShare, filedOn })
  }
  return { periods: [...byPeriod.values()], basisFrom }
}

/** What was told before a split is of the old shares. */
function onBasisOf(value: Big, splits: readonly Split[], filedOn: string, on: string): Big {
  return splits
    .filter(({ exDate }) => exDate > filedOn && exDate <= on)
    .reduce((shares, { from, to }) => shares.times(from).div(to), value)
}

function isOfOtherShares(before: Big, now: Big): boolean {
  if (before.abs().lt(PER_SHARE_MIN) || now.abs().lt(PER_SHARE_MIN)) return false
  const ratio = now.div(before)
  return ratio.gt(0) && (ratio.gt(RESTATED) || ratio.lt(1 / RESTATED))
}

type Term = { period: Period; sign: 1 | -1 }

/** The last year, or that with what came after it; else four quarters in a row. */
function partsOf(periods: readonly Period[], through: string): Term[] | undefined {
  const ending = periods.filter(({ to }) => to === through)
  const year = ending.find((period) => isLong(period, YEAR_DAYS))
  if (year) return [{ period: year, sign: 1 }]
  return yearAndSince(periods, ending) ?? fourQuarters(periods, through)
}

function yearAndSince(periods: readonly Period[], ending: readonly Period[]): Term[] | undefined {
  const [current] = ending.toSorted((a, b) => compare(a.from, b.from))
  if (!current) return undefined
  const year = periods.find(
    (period) => isLong(period, YEAR_DAYS) && isNear(period.to, shiftDate(current.from, -1)),
  )
  if (!year) return undefined
  const prior = periods.find(
    ({ from, to }) => isNear(from, year.from) && isNear(to, shiftDate(current.to, -364)),
  )
  if (!prior) return undefined
  return [
    { period: year, sign: 1 },
    { period: current, sign: 1 },
    { period: prior, sign: -1 },
  ]
}

function fourQuarters(periods: readonly Period[], through: string): Term[] | undefined {
  const terms: Term[] = []
  let end = through
  while (terms.length < 4) {
    const period = periods.find((each) => isLong(each, QUARTER_DAYS) && isNear(each.to, end))
    if (!period) return undefined
    terms.push({ period, sign: 1 })
    end = shiftDate(period.from, -1)
  }
  return terms
}

function isSilent(facts: readonly Fact[], through: string, on: string): boolean {
  const isYearly = facts.every(({ form }) => /^(?:20-F|40-F)/.test(form))
  return shiftDate(through, isYearly ? SILENT_DAYS_YEARLY : SILENT_DAYS) < on
}

function isLong({ from, to }: Period, days: { from: number; to: number }): boolean {
  return shiftDate(from, days.from - 1) <= to && to <= shiftDate(from, days.to - 1)
}

function isNear(date: string, other: string): boolean {
  return shiftDate(other, -OFF_DAYS) <= date && date <= shiftDate(other, OFF_DAYS)
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
