/** A company's reported figures (XBRL company facts), those of new filings each time. */

import { FilingsConfig } from '../../contracts/sources/filings-api.ts'
import { newYorkDate, shiftDate } from '../../domain/market/calendar.ts'
import type { Adapter } from '../../domain/source/found.ts'
import { PermanentFault } from '../../host/faults.ts'
import { sourceSettingsOf } from '../../host/source-settings.ts'
import type { Edgar } from './client.ts'
import { readCompanyFacts } from './read-facts.ts'

/** Figures come some time after their filing, and not all at once. */
const OVERLAP_DAYS = 14
const REJECTS_MAX = 20

/** Of a company that reports no such figures it finds none: that is no fault. */
export function edgarFacts(edgar: Edgar): Adapter {
  return async ({ job, seen, now, signal }) => {
    const { cik } = sourceSettingsOf(FilingsConfig, job)
    let value: unknown
    try {
      value = await edgar.facts(cik, signal)
    } catch (fault) {
      if (!(fault instanceof PermanentFault) || fault.reason !== 'source_gone') throw fault
      return { seen: {}, notes: [`EDGAR has no facts of ${cik}`] }
    }
    const { facts, odd } = readCompanyFacts(value)
    const today = newYorkDate(now)
    const newest = seen.state['filedOn']
    const since = typeof newest === 'string' ? shiftDate(newest, -OVERLAP_DAYS) : ''
    const told = facts.filter(({ filedOn }) => filedOn >= since && filedOn <= today)
    const filedOn = told.reduce(
      (last, fact) => (fact.filedOn > last ? fact.filedOn : last),
      typeof newest === 'string' ? newest : '',
    )
    return {
      facts: told,
      rejects: odd
        .slice(0, REJECTS_MAX)
        .map(({ says, item }) => ({ reason: 'fact_unreadable', says, item: Buffer.from(item) })),
      seen: filedOn === '' ? {} : { state: { filedOn } },
    }
  }
}
