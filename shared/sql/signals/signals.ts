/** The company layer's signals of one ticker, as they stood at a business moment. */

import type { Signal } from '../../domain/signal/weight.ts'
import { LONGEST_WINDOW, windowStart } from '../../domain/signal/window.ts'
import type { Db } from '../open.ts'
import { isRefuted } from '../claims/refuted.ts'
import { originColumns, originJoins, type Fragment } from './signal-origin.ts'

/**
 * The company layer's signals, of current readings, published within 90 days up to `asOf`: (asOf − 90 d, asOf], oldest
 * first. Every shorter window is part of it. What quotes a claim that was refuted by then is none.
 */
export async function readSignals(db: Db, ticker: string, asOf: Date): Promise<Signal[]> {
  const rows = await db<SignalRow[]>`
    ${selectSignals(db, db`record.again_at[1]`)}
    where record.ticker = ${ticker} and record.is_current
      and record.published_at > ${windowStart(LONGEST_WINDOW, asOf)}
      and record.published_at <= ${asOf} and not ${isRefuted(db, asOf)}
    order by record.published_at, record.impact_id
  `
  return rows.map(toSignal)
}

/**
 * The signals of the given impact records, current or not, as a trend of `asOf` counted them, oldest first; fewer
 * than asked when one is gone.
 */
export async function readSignalsById(
  db: Db,
  impactIds: readonly string[],
  asOf: Date,
): Promise<Signal[]> {
  const again: Fragment = db`(select max(again.at) from unnest(record.again_at) as again (at) where again.at <= ${asOf})`
  const rows = await db<SignalRow[]>`
    ${selectSignals(db, again)}
    where record.impact_id = any(${[...impactIds]}::uuid[])
    order by record.published_at, record.impact_id
  `
  return rows.map(toSignal)
}

type SignalRow = Omit<Signal, 'layer' | 'sentiment' | 'byRules'> & {
  sentiment: string
  rulesSentiment: string | null
  rulesImpact: number
  rulesConfidence: number
}

/** `again` is when a reading last came back, null where it never was gone. */
function selectSignals(db: Db, again: Fragment) {
  return db`
    select record.impact_id, record.document_id, record.published_at,
           coalesce(${again}, record.extracted_at) as read_at, record.sentiment,
           record.impact_score as impact,
           reading.confidence as extraction_confidence, record.confidence as company_confidence,
           record.rules_sentiment, record.rules_impact, record.rules_confidence,
           reading.novelty, ${originColumns(db)}
    from document_impact_records record
    join document_intelligence reading using (reading_id)
    join documents document on document.document_id = record.document_id
    ${originJoins(db, db`reading.version`)}
  `
}

function toSignal(row: SignalRow): Signal {
  const { rulesSentiment, rulesImpact: impact, rulesConfidence: companyConfidence, ...rest } = row
  const signal: Signal = { ...rest, layer: 'company', sentiment: signOf(row.sentiment) }
  if (rulesSentiment === null) return signal
  return { ...signal, byRules: { sentiment: signOf(rulesSentiment), impact, companyConfidence } }
}

function signOf(sentiment: string): Signal['sentiment'] {
  return sentiment === 'positive' ? 1 : sentiment === 'negative' ? -1 : 0
}
