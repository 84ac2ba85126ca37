/** What filings and the exchange told, by a moment, of what a figure speaks of. */

import type { KnownFigure } from '../../domain/claim/check-figure.ts'
import type { FigureClaim } from '../../domain/claim/figures.ts'
import { tellsOf, quartersLeft, type Left, type Reported } from '../../domain/claim/reported.ts'
import { spanToldIn } from '../../domain/claim/span.ts'
import { EARNINGS_CONCEPTS } from '../../domain/fundamentals/facts.ts'
import { newYorkDate, shiftDate } from '../../domain/market/calendar.ts'
import { roundTo } from '../../domain/money.ts'
import type { Db } from '../open.ts'

type Asked = {
  kind: FigureClaim['kind']
  companyId: string
  ticker: string
  quote: string
  publishedAt: Date
}
type KnownFigures = { known: KnownFigure[]; isTold: boolean }

/** Of customers alone: all revenue for most, and a part for those who earn by interest, rent or regulated prices. */
const OF_CUSTOMERS = 'us-gaap:RevenueFromContractWithCustomerExcludingAssessedTax'
const EARNING_OTHERWISE = ['Financials', 'Real Estate', 'Utilities', 'Energy']

const CONCEPTS: Readonly<Record<string, readonly string[]>> = {
  revenue: ['us-gaap:Revenues', OF_CUSTOMERS, 'ifrs-full:Revenue'],
  net_income: ['us-gaap:NetIncomeLoss', 'ifrs-full:ProfitLoss'],
  earnings_per_share: [
    ...EARNINGS_CONCEPTS,
    'us-gaap:EarningsPerShareBasic',
    'ifrs-full:BasicEarningsLossPerShare',
  ],
}
/** Days: figures of so long before count as told of, quarter, year and their comparison. */
const FACTS_DAYS = 400
/** Days before its telling in which the report it tells of may have been filed; later ones speak of it too. */
const REPORT_DAYS = 3
const FACTS_MAX = 500
/** Days around its telling in which a dividend was declared, or a split takes effect. */
const DECLARED_DAYS = { before: 5, after: 1 }
const SPLIT_DAYS = { before: 10, after: 180 }

/** Known before `now`: of results every figure of the year, of dividends those declared then, of splits those near. */
export function readKnownFigures(db: Db, asked: Asked, now: Date): Promise<KnownFigures> {
  if (asked.kind === 'dividend') return readDividends(db, asked, now)
  if (asked.kind === 'split') return readSplits(db, asked, now)
  return readFacts(db, asked, now)
}

/** Its silence says nothing before the time it is told of is in a report filed since: results are told days before it. */
async function readFacts(db: Db, asked: Asked, now: Date) {
  const { kind, companyId, ticker, quote, publishedAt } = asked
  const told = newYorkDate(publishedAt)
  const rows = await db<Reported[]>`
    select concept, period_from::text as "from", period_to::text as "to", value::text as value, form,
      filed_on::text as filed_on
    from company_facts
    where company_id = ${companyId} and known_at < ${now} and concept = any(${[...CONCEPTS[kind]!]}::text[])
      and unit = ${kind === 'earnings_per_share' ? 'USD/shares' : 'USD'}
      and filed_on > ${shiftDate(told, -FACTS_DAYS)}::date
    order by filed_on desc, period_to desc, period_from, concept, accession_number limit ${FACTS_MAX}`
  const left = quartersLeft(rows)
  const isPerShare = kind === 'earnings_per_share'
  // The shares of a year and of its months are others: a share's quarter is about what is left, and near it may be 0.
  const sure = isPerShare ? rows : [...rows, ...left.filter(({ isSure }) => isSure)]
  const isWhole = kind !== 'revenue' || (await isAllOfCustomers(db, companyId, rows))
  const telling = sure.filter(({ concept }) => isWhole || concept !== OF_CUSTOMERS)
  const span = spanToldIn(quote, Number(told.slice(0, 4)))
  const since = shiftDate(told, -REPORT_DAYS)
  const isTold = span !== undefined && tellsOf(span, telling, { told, since })
  const known = [...rows, ...left].map((figure) => ({ value: figure.value, says: placeOf(figure) }))
  return { known, isTold: isTold && !(isPerShare && (await isSplitNear(db, ticker, told, now))) }
}

/** Whether what customers pay is all that a company takes in: it tells no other revenue, and its trade has none. */
async function isAllOfCustomers(db: Db, companyId: string, rows: readonly Reported[]) {
  if (rows.some(({ concept }) => concept !== OF_CUSTOMERS)) return false
  const [company] = await db<{ sector: string }[]>`
    select sector from companies where company_id = ${companyId}`
  return company !== undefined && !EARNING_OTHERWISE.includes(company.sector)
}

function placeOf(figure: Reported | Left): string {
  const less = 'without' in figure ? ` without what it was to ${figure.without}` : ''
  return `the ${figure.form} of ${figure.filedOn}, to ${figure.to}${less}`
}

/** Earnings of one share before a split and after it are not those of the same share. */
async function isSplitNear(db: Db, ticker: string, told: string, now: Date): Promise<boolean> {
  const [row] = await db`
    select from corporate_actions
    where ticker = ${ticker} and kind = 'split' and ${standingAt(db, now)}
      and ex_date between ${shiftDate(told, -FACTS_DAYS)}::date and ${shiftDate(told, SPLIT_DAYS.after)}::date
    limit 1`
  return row !== undefined
}

async function readDividends(db: Db, { ticker, publishedAt }: Asked, now: Date) {
  const told = newYorkDate(publishedAt)
  const known = await db<KnownFigure[]>`
    select amount::text as value, 'the dividend declared on ' || declared_on as says
    from corporate_actions
    where ticker = ${ticker} and kind = 'dividend' and currency = 'USD' and ${standingAt(db, now)}
      and declared_on between ${shiftDate(told, -DECLARED_DAYS.before)}::date
        and ${shiftDate(told, DECLARED_DAYS.after)}::date
    order by declared_on desc, amount limit ${FACTS_MAX}`
  return { known: [...known], isTold: true }
}

async function readSplits(db: Db, { ticker, publishedAt }: Asked, now: Date) {
  const told = newYorkDate(publishedAt)
  const rows = await db<KnownFigure[]>`
    select (ratio_to / ratio_from)::text as value, 'the split of ' || ex_date as says
    from corporate_actions
    where ticker = ${ticker} and kind = 'split' and ${standingAt(db, now)}
      and ex_date between ${shiftDate(told, -SPLIT_DAYS.before)}::date
        and ${shiftDate(told, SPLIT_DAYS.after)}::date
    order by ex_date limit ${FACTS_MAX}`
  return {
    known: rows.map(({ value, says }) => ({ value: roundTo(value, 6), says })),
    isTold: true,
  }
}

function standingAt(db: Db, now: Date) {
  return db`known_at < ${now} and (replaced_at is null or replaced_at >= ${now})`
}
