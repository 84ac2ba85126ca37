/** The macro layer's signals of one ticker: what the world does to it, as it stood at a business moment. */

import type { Signal } from '../../domain/signal/weight.ts'
import { LONGEST_WINDOW, windowStart } from '../../domain/signal/window.ts'
import { isStillTold } from '../documents/events.ts'
import type { Db } from '../open.ts'
import { originColumns, originJoins } from './signal-origin.ts'

/**
 * Those of events that happened within 90 days up to `asOf`, are still told and are at least so sure;
 * oldest first. An impact that no job was made for is seen by later moments alone.
 */
export async function readMacroSignals(
  db: Db,
  ticker: string,
  asOf: Date,
  confidenceMin: number,
): Promise<Signal[]> {
  const rows = await db<MacroRow[]>`
    ${selectMacro(db)}
    where record.ticker = ${ticker} and record.is_current
      and record.occurred_at > ${windowStart(LONGEST_WINDOW, asOf)} and record.occurred_at <= ${asOf}
      and record.known_at <= ${asOf}
      and (record.components ->> 'confidence')::double precision >= ${confidenceMin}
      and ${isStillTold(db)}
    order by record.occurred_at, record.macro_impact_id
  `
  return rows.map(toMacroSignal)
}

/** The given ones, whether they count still or not; fewer than asked when one is gone. */
export async function readMacroSignalsById(db: Db, ids: readonly string[]): Promise<Signal[]> {
  if (ids.length === 0) return []
  const rows = await db<MacroRow[]>`
    ${selectMacro(db)}
    where record.macro_impact_id = any(${[...ids]}::uuid[])
    order by record.occurred_at, record.macro_impact_id
  `
  return rows.map(toMacroSignal)
}

type MacroRow = Omit<Signal, 'layer' | 'sentiment' | 'novelty'> & { direction: number }

function selectMacro(db: Db) {
  return db`
    select record.macro_impact_id as impact_id, record.document_id, record.occurred_at as published_at,
           record.direction, record.score as impact,
           (record.components ->> 'confidence')::double precision as extraction_confidence,
           (record.components ->> 'confidence')::double precision as company_confidence,
           record.duration = 'short_term' as is_short_term,
           ${originColumns(db)}
    from macro_impact_records record
    join global_events events using (global_event_id)
    join documents document on document.document_id = record.document_id
    ${originJoins(db, db`record.document_version`)}`
}

/** What moves a company from outside is no news of it: it has no bonus for being new. */
function toMacroSignal({ direction, ...row }: MacroRow): Signal {
  const sentiment = direction > 0 ? 1 : direction < 0 ? -1 : 0
  return { ...row, layer: 'macro', sentiment, novelty: 0 }
}
