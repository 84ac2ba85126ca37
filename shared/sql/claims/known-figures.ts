/** What filings and the exchange told, by a moment, of what a figure speaks of. */

import type { KnownFigure } from '../../domain/claim/check-figure.ts'
import type { FigureClaim } from '../../domain/claim/figures.ts'
import { EARNINGS_CONCEPTS } from '../../domain/fundamentals/facts.ts'
import { newYorkDate, shiftDate } from '../../domain/market/calendar.ts'
import { roundTo } from '../../domain/money.ts'
import type { Db } from '../open.ts'

type Asked = { kind: FigureClaim['kind']; companyId: string; ticker: string; publishedAt: Date }
type KnownFigures = { known: KnownFigure[]; isTold: boolean }

const CONCEPTS: Readonly<Record<string, readonly string[]>> = {
  revenue: [
    'us-gaap:Revenues',
    'us-gaap:RevenueFromContractWithCustomerExcludingAssessedTax',
    'ifrs-full:Revenue',
  ],
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

/** Its silence says nothing before a report was filed since: results are told days before it. */
async function readFacts(db: Db, { kind, companyId, publishedAt }: Asked, now: Date) {
  const told = newYorkDate(publishedAt)
  const rows = await db<(KnownFigure & { filedOn: string })[]>`
    select value::text as value, filed_on::text as filed_on,
      'the ' || form || ' of ' || filed_on || ', to ' || period_to as says
    from company_facts
    where company_id = ${companyId} and known_at < ${now} and concept = any(${[...CONCEPTS[kind]!]}::text[])
      and unit = ${kind === 'earnings_per_share' ? 'USD/shares' : 'USD'}
      and filed_on > ${shiftDate(told, -FACTS_DAYS)}::date
    order by filed_on desc, period_to desc, period_from, concept, accession_number limit ${FACTS_MAX}`
  const isTold = rows.some(({ filedOn }) => filedOn >= shiftDate(told, -REPORT_DAYS))
  return { known: rows.map(({ value, says }) => ({ value, says })), isTold }
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
