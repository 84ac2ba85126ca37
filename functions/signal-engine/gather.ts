/** What the record knew of a ticker at a moment: prices, the world, rivals, earnings and the days they are told on. */

import {
  earningsDays,
  earningsDistance,
  isOfItsYear,
  nextEarnings,
} from '#shared/domain/fundamentals/earnings-dates.ts'
import { newYorkDate, shiftDate } from '#shared/domain/market/calendar.ts'
import type { Layers } from '#shared/domain/signal/layers.ts'
import { biasOf } from '#shared/domain/signal-engine/bias.ts'
import { isSound, type EngineFacts } from '#shared/domain/signal-engine/input.ts'
import { valuationOf } from '#shared/domain/signal-engine/valuation.ts'
import type { DayBar } from '#shared/domain/technical/long-frames.ts'
import { shortFrames } from '#shared/domain/technical/short-frames.ts'
import { readEarningsDates } from '#shared/sql/fundamentals/earnings-dates.ts'
import { readValued } from '#shared/sql/fundamentals/valuations.ts'
import { readBarsBefore } from '#shared/sql/market/bars.ts'
import { readHalfHours } from '#shared/sql/market/half-hours.ts'
import type { Db } from '#shared/sql/open.ts'
import { readHitRates } from '#shared/sql/signal-engine/hit-rates.ts'
import { readLayeredSignals, readLayers } from '#shared/sql/signals/layers.ts'

/** Four years: two hundred weeks, and months as far as they go. */
const DAYS_MAX = 1_040

type EngineCompany = { ticker: string; companyId: string; sector: string }

export async function gatherFacts(
  db: Db,
  asked: EngineCompany,
  installed: Layers,
  asOf: Date,
): Promise<EngineFacts> {
  const { ticker } = asked
  const on = newYorkDate(asOf)
  const [days, signals, valued, earnings, hitRates, halves] = await Promise.all([
    readDays(db, ticker, asOf),
    readLayers(db, installed).then((layers) => readLayeredSignals(db, ticker, asOf, layers)),
    readValued(db, asked, asOf),
    readEarnings(db, asked.companyId, asOf),
    readHitRates(db, asOf),
    readHalfHours(db, ticker, asOf),
  ])
  const told = (layer: 'macro' | 'competitive') =>
    biasOf(
      signals.filter((signal) => signal.layer === layer),
      asOf,
    )
  return {
    days,
    minutes: shortFrames(halves.filter(isSound)),
    macroBias: told('macro'),
    competitive: told('competitive'),
    ...valuationOf(ticker, valued, on),
    ...earnings,
    hitRates,
  }
}

async function readDays(db: Db, ticker: string, asOf: Date): Promise<DayBar[]> {
  const bars = await readBarsBefore(db, ticker, DAYS_MAX, asOf)
  return bars.map(({ sessionDate: date, high, low, close, volume }) => ({
    date,
    high: Number(high),
    low: Number(low),
    close: Number(close),
    volume: Number(volume),
  }))
}

async function readEarnings(db: Db, companyId: string, asOf: Date) {
  const on = newYorkDate(asOf)
  const days = earningsDays((await readEarningsDates(db, companyId, asOf)).filter(isOfItsYear))
  const sessionsToEarnings = earningsDistance(days, on)?.until ?? null
  const next = nextEarnings(days, on)
  // A day that has passed untold is put on the morrow, which nobody knows.
  const isAhead = next !== undefined && next.date > shiftDate(on, 1)
  return { sessionsToEarnings, isEarningsKnown: sessionsToEarnings !== null || isAhead }
}
