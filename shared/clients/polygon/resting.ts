/** Puts a source to rest that its plan does not hold: it says why, and asks once a day whether it does now. */

import { readInstant } from '../../domain/document/text/instant.ts'
import type { Adapter, Found } from '../../domain/source/found.ts'
import { DAY_MS } from '../../domain/spans.ts'
import { messageOf, PermanentFault } from '../../host/faults.ts'

/** What a source's state says while it rests. */
type Rest = { until: string; says: string }

/** The adapter as it is, but for what the vendor will refuse until somebody changes the plan. */
export function resting(adapter: Adapter): Adapter {
  return async (errand) => {
    const { state } = errand.seen
    const rest = restOf(state)
    // A clock that was set back does not make a rest longer than it was meant to be.
    const until = readInstant(rest?.until ?? '')?.getTime() ?? Number.NaN
    const leftMs = until - errand.now.getTime()
    if (rest && leftMs > 0 && leftMs <= DAY_MS)
      return { seen: {}, rests: { until: new Date(until), says: rest.says } }
    try {
      const found = await adapter(errand)
      return rest ? { ...found, seen: awake(found, state) } : found
    } catch (fault) {
      if (!(fault instanceof PermanentFault) || fault.reason !== 'source_not_in_plan') throw fault
      const next = new Date(errand.now.getTime() + DAY_MS)
      const says = `source_not_in_plan: ${messageOf(fault)}`
      const rests: Rest = { until: next.toISOString(), says }
      return { seen: { state: { ...state, rests } }, rests: { until: next, says } }
    }
  }
}

function restOf({ rests }: Record<string, unknown>): Rest | undefined {
  const rest = rests as Partial<Rest> | null | undefined
  const isRest = typeof rest?.until === 'string' && typeof rest.says === 'string'
  return isRest ? (rest as Rest) : undefined
}

function awake({ seen }: Found, state: Record<string, unknown>): Found['seen'] {
  const rested = Object.entries(state).filter(([name]) => name !== 'rests')
  return { ...seen, state: seen.state ?? Object.fromEntries(rested) }
}
