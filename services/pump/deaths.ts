/** What the death of a job means for what it was about, by list. */

import * as v from 'valibot'
import { Uuid } from '#shared/contracts/primitives.ts'
import type { Clock } from '#shared/host/clock.ts'
import type { Deaths, OnDeath } from '#shared/queue/dead-letters.ts'
import { leaveToKeeper } from '#shared/sql/trading/dead-orders.ts'
import { failParsing, failReadings } from '#shared/sql/documents/failures.ts'
import type { Tx } from '#shared/sql/open.ts'
import { hasFailedRun, noteRun } from '#shared/sql/universe/ingestion-runs.ts'

/** A dead job may hold anything at all: what names no document ends none. */
const OfDocument = v.object({ document_id: Uuid })
const OfSource = v.object({ source_id: Uuid })
const CODE = /^[a-z][a-z0-9_]{0,60}$/

/** The product's: the document of a job that died says so, with the reason, at business time. */
export function openDeaths(clock: Pick<Clock, 'now'>): Deaths {
  const fail =
    (end: (tx: Tx, documentId: string, reason: string, now: Date) => Promise<void>): OnDeath =>
    async (tx, { job, reason }) => {
      const { success, output } = v.safeParse(OfDocument, job)
      if (!success) return
      await end(tx, output.document_id, CODE.test(reason) ? reason : 'refused', clock.now())
    }
  const failReading = fail((tx, documentId, reason, now) =>
    failReadings(tx, [documentId], reason, now),
  )
  return {
    ingestion: failFetch(clock),
    broker_sync: failFetch(clock),
    // Orders never wait for a person: their keeper decides.
    broker_orders: (tx, { jobId }) => leaveToKeeper(tx, jobId),
    order_cancels: (tx, { jobId }) => leaveToKeeper(tx, jobId),
    parsing: fail(failParsing),
    extraction: failReading,
    macro_classification: failReading,
  }
}

/** A fetch that could not tell how it ended, since its function died of it, has failed all the same. */
function failFetch(clock: Pick<Clock, 'now'>): OnDeath {
  return async (tx, { jobId, job, error }) => {
    const { success, output } = v.safeParse(OfSource, job)
    if (!success || (await hasFailedRun(tx, jobId))) return
    const startedAt = clock.now()
    await noteRun(tx, { jobId, sourceId: output.source_id, status: 'failed', startedAt, error })
  }
}
