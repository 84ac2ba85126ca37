/** Simulated prices: chance, plus what the news does to them after it is out. */

import {
  nextSession,
  previousSession,
  sessionOf,
  shiftDate,
} from '#shared/domain/market/calendar.ts'
import { openRandom } from '../contents/random.ts'
import type { WorldBar } from '../contents/world.ts'
import { simulatedCompanies, type SimulatedCompany } from './companies.ts'
import type { Events } from './events.ts'

/** Share of an event's move that falls on each session after it, the first one included. */
const UNFOLDING = [0.35, 0.25, 0.2, 0.12, 0.08] as const
/** Share of a session's own move that is there at the open already. */
const GAP_SHARE = 0.25
const MARKET_DAILY = 0.005
const SECTOR_DAILY = 0.004
const COMPANY_DAILY = 0.011
const PRICE_MIN = 4

/**
 * Daily bars of every company from the first date to the last (YYYY-MM-DD), prices in whole cents.
 *
 * An event moves nothing before it is published: its move begins with the first session that
 * opens after it.
 */
export function makeBars(
  seed: number,
  first: string,
  last: string,
  events: Events,
): Map<string, WorldBar[]> {
  const dates: string[] = []
  for (let date = first; date <= last; date = shiftDate(date, 1))
    if (sessionOf(date)) dates.push(date)
  const drift = driftOf(events, dates)
  const common = commonMoves(seed, dates)
  return new Map(
    simulatedCompanies.map((company) => [
      company.ticker,
      barsOf(seed, company, dates, (date) => ({
        news:
          (drift.get(`${company.ticker} ${date}`) ?? 0) +
          (drift.get(`${company.sector} ${date}`) ?? 0),
        common: (common.get(date) ?? 0) + (common.get(`${company.sector} ${date}`) ?? 0),
      })),
    ]),
  )
}

/** News-driven move of a ticker or sector on a date. */
function driftOf(events: Events, dates: readonly string[]): Map<string, number> {
  const place = new Map(dates.map((date, index) => [date, index]))
  const drift = new Map<string, number>()
  const unfold = (at: Date, effect: number, names: readonly string[]) => {
    const start = effect === 0 ? undefined : place.get(nextSession(at).date)
    if (start === undefined) return
    UNFOLDING.forEach((share, later) => {
      const date = dates[start + later]
      if (date === undefined) return
      for (const name of names) {
        const key = `${name} ${date}`
        drift.set(key, (drift.get(key) ?? 0) + effect * share)
      }
    })
  }
  const sectors = [...new Set(simulatedCompanies.map(({ sector }) => sector))]
  for (const { at, effect, company } of events.company) unfold(at, effect, [company.ticker])
  for (const { at, effect, story } of events.macro) {
    unfold(at, effect, story.sectors.length > 0 ? story.sectors : sectors)
  }
  return drift
}

/** What moves the whole market (key: date) or a sector (key: sector and date) by chance. */
function commonMoves(seed: number, dates: readonly string[]): Map<string, number> {
  const moves = new Map<string, number>()
  const sectors = [...new Set(simulatedCompanies.map(({ sector }) => sector))]
  for (const date of dates) {
    const random = openRandom(seed, 'market', date)
    moves.set(date, 0.0002 + random.normal() * MARKET_DAILY)
    for (const sector of sectors) moves.set(`${sector} ${date}`, random.normal() * SECTOR_DAILY)
  }
  return moves
}

type Moves = (date: string) => { news: number; common: number }

function barsOf(seed: number, company: SimulatedCompany, dates: readonly string[], moves: Moves) {
  const random = openRandom(seed, 'prices', company.ticker)
  let close = random.between(18, 240)
  const usual = random.between(400_000, 9_000_000)
  return dates.map((date): WorldBar => {
    const { news, common } = moves(date)
    const night = (news + common) * GAP_SHARE + random.normal() * COMPANY_DAILY * 0.4
    const day = (news + common) * (1 - GAP_SHARE) + random.normal() * COMPANY_DAILY
    const open = cents(close * (1 + night))
    close = cents(open * (1 + day))
    const reach = Math.abs(random.normal()) * COMPANY_DAILY * 0.5
    const depth = Math.abs(random.normal()) * COMPANY_DAILY * 0.5
    const stir = 1 + 14 * Math.abs(night + day)
    return {
      date,
      open,
      close,
      high: cents(Math.max(open, close) * (1 + reach)),
      low: Math.min(open, close, cents(Math.min(open, close) * (1 - depth))),
      volume: Math.round(usual * stir * random.between(0.7, 1.3)),
    }
  })
}

function cents(price: number): number {
  return Math.max(PRICE_MIN, Math.round(price * 100) / 100)
}

/** The last session of two years and some days before a date: enough for a 200-day average. */
export function historyBefore(date: string): string {
  return previousSession(new Date(`${shiftDate(date, -2 * 365)}T00:00:00Z`)).date
}
