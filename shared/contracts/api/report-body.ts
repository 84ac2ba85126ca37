/** What a report says: the same as JSON, as HTML, as PDF and on the page. Dollars are exact decimals. */

import * as v from 'valibot'
import { Instant, Share } from '../primitives.ts'
import { REPORT_TYPES, WINDOWS } from '../sets.ts'
import { PlannedThen } from './report-plans.ts'
import { Code, Count, DecimalText, SessionDate } from './words.ts'

export const REPORT_FORM = 'report-1'

/** How much a share of equity came or went: 0.01 is one percent; null where it cannot be said. */
const Growth = v.nullable(v.number())

const Counted = v.strictObject({
  name: v.string(),
  hits: Count,
  tried: Count,
  /** Where the share lies in 95 of 100 cases (Wilson). */
  low: Share,
  high: Share,
})
export type CountedShare = v.InferOutput<typeof Counted>

export const CurvePoint = v.strictObject({
  date: SessionDate,
  equity: DecimalText,
  /** What a dollar of the first day became, flows taken out. */
  growth: v.number(),
  /** The same of SPY, dividends put back in; null where it is not known. */
  spy: v.nullable(v.number()),
  /** The same of cash at the rate that is set; not there in reports of before it was. */
  cash: v.optional(v.number()),
  /** Below its highest so far, 0 or less. */
  drawdown: v.number(),
})
export type CurvePoint = v.InferOutput<typeof CurvePoint>

const Money = v.strictObject({
  /** The readings that the period is measured between; null where the books began within it. */
  fromAt: v.nullable(Instant),
  toAt: Instant,
  fromEquity: DecimalText,
  toEquity: DecimalText,
  cash: DecimalText,
  /** Paid in less taken out; neither profit nor loss. */
  flows: DecimalText,
  /** The change of equity less the flows: realised, change of unrealised, less fees, and what else was earned. */
  profit: DecimalText,
  realised: DecimalText,
  unrealised: DecimalText,
  fees: DecimalText,
  earned: DecimalText,
  /** Time-weighted. */
  share: Growth,
  spy: Growth,
  /** Why SPY says nothing of the period; null where it does. */
  spyLacks: v.nullable(v.picklist(['spy_not_followed', 'spy_not_known_yet'])),
  /** Cash in the same time and since the curve began, at percent a year; not there before a rate could be set. */
  benchmark: v.optional(v.strictObject({ rate: v.number(), share: v.number(), since: Growth })),
  since: v.nullable(
    v.strictObject({ date: SessionDate, isWhole: v.boolean(), share: Growth, spy: Growth }),
  ),
  drawdown: v.strictObject({ worst: v.number(), on: v.nullable(SessionDate), now: v.number() }),
})
export type ReportMoney = v.InferOutput<typeof Money>

const Reason = v.strictObject({
  code: Code,
  /** Why news spoke for it, in the words of then; '' where no news did. */
  thesis: v.string(),
  window: v.nullable(v.picklist(WINDOWS)),
  confidence: v.nullable(Share),
  recommendationId: v.nullable(v.string()),
})
export type TradeReason = v.InferOutput<typeof Reason>

const TradeLine = v.strictObject({
  ticker: v.string(),
  state: v.picklist(['ended', 'held']),
  openedAt: v.nullable(Instant),
  endedAt: v.nullable(Instant),
  days: v.nullable(v.number()),
  /** Within the period. */
  bought: DecimalText,
  sold: DecimalText,
  /** Realised within the period, before fees. */
  profit: DecimalText,
  /** Of the trade as a whole, up to the end of the period. */
  whole: DecimalText,
  fees: DecimalText,
  why: v.nullable(Reason),
  end: v.nullable(Reason),
})
export type TradeLine = v.InferOutput<typeof TradeLine>

const CheckLine = v.strictObject({
  code: Code,
  kind: v.picklist(['skipped', 'suppressed', 'clipped']),
  /** Stopped within the period, and those of before that ended in it. */
  stopped: Count,
  ended: Count,
  clusters: Count,
  saved: v.number(),
  interval: v.nullable(v.strictObject({ from: v.number(), to: v.number() })),
})
export type ReportCheck = v.InferOutput<typeof CheckLine>

const Signals = v.strictObject({
  byWindow: v.array(Counted),
  byCatalyst: v.array(Counted),
  /** Sessions of the period whose prices were known. */
  priced: v.array(SessionDate),
  recommendations: v.array(v.strictObject({ action: Code, mode: Code, count: Count })),
  decisions: v.array(v.strictObject({ kind: Code, action: Code, code: Code, count: Count })),
})
export type ReportSignals = v.InferOutput<typeof Signals>

const Quality = v.strictObject({
  readings: v.array(v.strictObject({ model: v.string(), readings: Count, confidence: Share })),
  calls: v.array(
    v.strictObject({ model: v.string(), outcome: Code, count: Count, milliseconds: Count }),
  ),
  pairs: v.array(
    v.strictObject({ model: v.string(), other: v.string(), pairs: Count, opposed: Count }),
  ),
  calibrations: v.array(
    v.strictObject({ model: v.string(), method: v.string(), before: Share, after: Share }),
  ),
  documents: v.array(v.strictObject({ status: Code, count: Count })),
  /** Since they were first seen, those with most claims. */
  publishers: v.array(Counted),
})
export type ReportQuality = v.InferOutput<typeof Quality>

const Incident = v.strictObject({
  at: v.nullable(Instant),
  kind: Code,
  about: v.string(),
  says: v.string(),
})
export type ReportIncident = v.InferOutput<typeof Incident>

const Reconciled = v.strictObject({
  name: Code,
  reported: DecimalText,
  books: DecimalText,
  difference: DecimalText,
  holds: v.boolean(),
})
export type Reconciled = v.InferOutput<typeof Reconciled>

export const FINDING_ABOUTS = [
  'money',
  'trades',
  'checks',
  'signals',
  'quality',
  'incidents',
  'planned',
  'books',
] as const

export const ReportBody = v.strictObject({
  form: v.literal(REPORT_FORM),
  type: v.picklist(REPORT_TYPES),
  /** The broker's number of the account; '' before there was one. */
  account: v.string(),
  from: Instant,
  to: Instant,
  sessions: v.array(SessionDate),
  findings: v.array(v.strictObject({ about: v.picklist(FINDING_ABOUTS), says: v.string() })),
  money: v.nullable(Money),
  curve: v.array(CurvePoint),
  trades: v.array(TradeLine),
  checks: v.array(CheckLine),
  signals: Signals,
  quality: Quality,
  incidents: v.array(Incident),
  /** Incidents beyond those that are listed. */
  moreIncidents: Count,
  /** Null where it was made too late to say what was planned then. */
  planned: v.nullable(PlannedThen),
  reconciliation: v.array(Reconciled),
})
export type ReportBody = v.InferOutput<typeof ReportBody>
