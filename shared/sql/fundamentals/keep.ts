/** Keeps what a fetch told of a company's results: figures and days. */

import type { Found } from '../../domain/source/found.ts'
import type { Tx } from '../open.ts'
import { saveFacts } from './company-facts.ts'
import { saveEarningsDates } from './earnings-dates.ts'

/** Returns how many figures are new; of a source of no company nothing is kept. */
export async function keepFundamentals(
  tx: Tx,
  { facts = [], earnings = [] }: Pick<Found, 'facts' | 'earnings'>,
  { companyId, sourceId, now }: { companyId: string | null; sourceId: string; now: Date },
): Promise<number> {
  if (companyId === null) return 0
  const origin = { companyId, sourceId, now }
  await saveEarningsDates(tx, earnings, origin)
  return saveFacts(tx, facts, origin)
}
