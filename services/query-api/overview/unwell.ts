/** Which always-on programs, and which loops of the trading engine, are not as they should be. */

import type { Overview } from '#shared/contracts/api/overview.ts'
import { judgeLiveness } from '#shared/domain/liveness.ts'
import { DAY_MS } from '#shared/domain/spans.ts'
import { readBeats } from '#shared/sql/beats.ts'
import type { Db } from '#shared/sql/open.ts'

type Unwell = Overview['unwell'][number]

/** May be taken out of service for good: of one that is silent for a day nothing is said. */
const OPTIONAL = new Set(['market-stream'])

/** The trading engine first, then by name. */
export async function readUnwell(db: Db): Promise<Unwell[]> {
  const [heard, loops] = await Promise.all([readBeats(db), readFailingLoops(db)])
  const services = heard.flatMap((one): Unwell[] => {
    const { service, failures, said, silentMs } = one
    const { state, forMs } = judgeLiveness(one)
    if (state === 'alive' || (OPTIONAL.has(service) && silentMs > DAY_MS)) return []
    return [{ service, loop: null, state, forMs: Math.round(forMs), failures, said }]
  })
  return [...services, ...loops].sort(
    (a, b) =>
      Number(b.service === 'trading-engine') - Number(a.service === 'trading-engine') ||
      a.service.localeCompare(b.service),
  )
}

/** A round that fails is the service's own beat; the loops beside it have theirs. */
function readFailingLoops(db: Db): Promise<Unwell[]> {
  return db<Unwell[]>`
    select 'trading-engine' as service, loop, 'failing' as state, 0 as for_ms, failures, said
    from trading_loops where failures >= 2 and loop <> 'round' order by loop`
}

/** A mark that changes as one falls ill or gets well. */
export async function markOfUnwell(db: Db): Promise<string> {
  const unwell = await readUnwell(db)
  return unwell.map(({ service, loop, state }) => `${service} ${loop} ${state}`).join(', ')
}
