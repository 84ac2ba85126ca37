/** The limits of the risk rules as an installation begins with them, for runs without a platform; a test holds them to the migrations. */

import type { Limits } from '../risk/limits.ts'

export const installedLimits: Limits = {
  mode: 'paper',
  positionPctMax: 0.05,
  sectorPctMax: 0.25,
  dailyLossPctMax: 0.03,
  priceCollarPct: 0.05,
  priceMovePctMax: 0.08,
  cashShortPctMax: 0.05,
  positionValueMax: '10000',
  approvalValueMin: '1000',
  dayTradeEquityMin: '25000',
  orderSharesMax: 1000,
  sectorsMax: 10,
  positionsMax: 10,
  ordersPerSecondMax: 10,
  ordersPerMinuteMax: 20,
  ordersPerDayMax: 200,
  tickerOrdersPerDayMax: 20,
  runawayOrdersMax: 10,
  dayTradesMax: 3,
  quoteAgeSecondsMax: 120,
  accountAgeSecondsMax: 300,
  marksAgeSecondsMax: 120,
  duplicateSeconds: 60,
  approvalMinutes: 15,
}
