/** What is asked and answered about the limits that orders keep within. */

import * as v from 'valibot'
import { Share, Uuid } from '../primitives.ts'
import { ENGINE_MODES } from '../sets.ts'
import type { ApiRoutes } from './route.ts'
import { Unreadable } from './unreadable.ts'
import { Code, DecimalText, Moment, longList } from './words.ts'

const Positive = v.pipe(v.number(), v.gtValue(0))

const limits = {
  /** Shares of equity. */
  positionPctMax: Share,
  sectorPctMax: Share,
  dailyLossPctMax: Share,
  /** Share of the last trade's price that a reference price may be away from it. */
  priceCollarPct: Share,
  /** Share that a price may move within five minutes. */
  priceMovePctMax: Share,
  /** Share of equity that the broker's cash may be less than that of our books. */
  cashShortPctMax: Share,
  /** Dollars. */
  positionValueMax: DecimalText,
  approvalValueMin: DecimalText,
  /** Equity below which day trades are counted. */
  dayTradeEquityMin: DecimalText,
  orderSharesMax: Positive,
  sectorsMax: Positive,
  positionsMax: Positive,
  ordersPerSecondMax: Positive,
  ordersPerMinuteMax: Positive,
  ordersPerDayMax: Positive,
  /** Purchases of one ticker in a day. */
  tickerOrdersPerDayMax: Positive,
  /** Orders beyond what the engine keeps by itself, within ten minutes, that end its entries. */
  runawayOrdersMax: Positive,
  dayTradesMax: Positive,
  quoteAgeSecondsMax: Positive,
  accountAgeSecondsMax: Positive,
  marksAgeSecondsMax: Positive,
  /** 0: the same purchase again is never a mistake. */
  duplicateSeconds: v.pipe(v.number(), v.minValue(0)),
  approvalMinutes: Positive,
}

/** One that cannot be read is null, and named: it lets nothing be bought until it is set. */
type Nullable<Entries> = {
  [Name in keyof Entries]: Entries[Name] extends v.GenericSchema
    ? v.NullableSchema<Entries[Name], undefined>
    : never
}
const orNull = <Entries extends Record<string, v.GenericSchema>>(entries: Entries) =>
  Object.fromEntries(
    Object.entries(entries).map(([name, one]) => [name, v.nullable(one)]),
  ) as Nullable<Entries>

const LimitsInForce = v.strictObject({
  ...orNull({ mode: v.picklist(ENGINE_MODES), ...limits }),
  unreadable: v.array(Unreadable),
})

/** Those that are to be changed, and why. */
const LimitsChange = v.strictObject({
  changes: v.partial(v.strictObject(limits)),
  reason: v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(200)),
})
export type LimitsChange = v.InferOutput<typeof LimitsChange>

/** A switch is one of a layer of signals: its changes stand in the same list. */
const LimitValue = v.nullable(v.union([v.number(), v.string(), v.boolean()]))

export const LimitChangeRow = v.strictObject({
  riskConfigChangeId: Uuid,
  name: Code,
  before: LimitValue,
  after: LimitValue,
  at: Moment,
  changedBy: v.string(),
  reason: v.string(),
})
export type LimitChangeRow = v.InferOutput<typeof LimitChangeRow>

export const limitRoutes = {
  'GET /risk/limits': {
    service: 'risk-engine',
    role: 'viewer',
    does: 'shows the limits in force',
    answer: LimitsInForce,
  },
  'PUT /risk/limits': {
    service: 'risk-engine',
    role: 'admin',
    stepUp: 'where a limit is loosened',
    does: 'changes limits',
    body: LimitsChange,
    answer: LimitsInForce,
  },
  'GET /risk/limits/changes': {
    service: 'risk-engine',
    role: 'viewer',
    does: 'lists changes of the limits, and of the layers of signals',
    query: longList({}, 'at'),
    pages: { field: 'riskConfigChangeId', param: 'after' },
    answer: v.array(LimitChangeRow),
  },
} as const satisfies ApiRoutes
