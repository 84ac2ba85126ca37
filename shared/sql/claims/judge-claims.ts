/** Claims of a reading as it is stored: what is known already decides at once, before the reading counts anywhere. */

import { FIGURE_KINDS } from '../../domain/claim/figures.ts'
import type { Extraction } from '../../domain/document/reading/reading.ts'
import type { Tx } from '../open.ts'
import { checkClaims, saveVerdicts } from './check-claims.ts'
import { saveClaims } from './save-claims.ts'

/** Claims of one impact at most. */
const KINDS = FIGURE_KINDS.length + 2

/** Stores what a reading claims, and the verdicts that can be given at `now`. */
export async function judgeClaims(
  tx: Tx,
  impacts: readonly { impact_id: string; ticker: string }[],
  extraction: Extraction,
  now: Date,
): Promise<void> {
  const claiming = impacts.map(({ impact_id, ticker }) => ({ impactId: impact_id, entity: ticker }))
  const impactIds = await saveClaims(tx, claiming, extraction)
  if (impactIds.length === 0) return
  const checked = await checkClaims(tx, now, { most: impactIds.length * KINDS, impactIds })
  await saveVerdicts(tx, checked, now)
}
