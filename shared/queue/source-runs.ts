/** How a fetch that came to nothing is noted as a run of its source, whatever stage makes it. */

import { messageOf, PutOff, waitMsOf } from '../host/faults.ts'
import type { StageName } from '../pipeline.ts'
import type { Sql } from '../sql/open.ts'
import { noteRun, type NewRun } from '../sql/universe/ingestion-runs.ts'
import type { Delivery, Settle } from './stage.ts'

/** Runs a fetch; a fault that ends it, be it at the commit, is a run of its source like any other. */
export async function notingFaults<S extends StageName>(
  sql: Sql,
  sourceId: string,
  delivery: Delivery,
  fetchIt: () => Promise<Settle<S>>,
): Promise<Settle<S>> {
  const note = (fault: unknown) => noteFault(sql, sourceId, delivery, fault)
  try {
    const settle = await fetchIt()
    return Object.assign((...given: Parameters<typeof settle>) => settle(...given), {
      failed: note,
    })
  } catch (fault) {
    // A record that is away takes no note of it, and the fault that people are to read is the first.
    await note(fault).catch(() => undefined)
    throw fault
  }
}

async function noteFault(
  sql: Sql,
  sourceId: string,
  { jobId, now: startedAt, clock }: Delivery,
  fault: unknown,
): Promise<void> {
  const endedAt = clock?.now() ?? startedAt
  const run = { jobId, sourceId, startedAt, endedAt, error: messageOf(fault) }
  if (!(fault instanceof PutOff)) {
    await noteRun(sql, { ...run, status: 'failed' })
    return
  }
  const waitMs = waitMsOf(fault.untilMs) * (clock?.speed ?? 1)
  const nextTryAt = new Date(endedAt.getTime() + waitMs)
  await noteRun(sql, { ...run, status: 'put_off', nextTryAt } satisfies NewRun)
}
