/** Whether money is real, in lines for people. */

import type { EngineState } from '#shared/contracts/api/engine.ts'
import { formatTable } from '../table.ts'

/** What says whether money is real, and what contradicts what. */
export function showRealMoney(of: EngineState['realMoney']): string {
  const claims = of.claims.map(({ source, found, mode }) => [source, found, mode ?? 'neither'])
  const consent = of.consent && `${of.consent.by} consented to real money at ${of.consent.at}.`
  return [
    formatTable(['MONEY', 'FOUND', 'SAYS'], claims),
    ...of.disagreements.map(({ says }) => says),
    ...(consent ? [consent] : []),
  ].join('\n')
}
