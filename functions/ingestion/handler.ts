/** Fetches one source once: stores what is new as it came, and hands each new document on. */

import { adapterOf, type Adapters, type FetchJob } from '#shared/clients/adapters.ts'
import type { VendorPacers } from '#shared/clients/trial/errand.ts'
import { patient, type StageObjects } from '#shared/clients/objects/patient.ts'
import type { IngestionJob } from '#shared/contracts/jobs/ingestion.ts'
import { usableCursor } from '#shared/domain/source/cursor.ts'
import type { SourceState } from '#shared/domain/source/found.ts'
import { descriptorOf, isFetched, sourceFaults } from '#shared/domain/source/sources.ts'
import { PermanentFault } from '#shared/host/faults.ts'
import { askFor } from '#shared/queue/ask-sources.ts'
import { enqueue } from '#shared/queue/record/jobs.ts'
import { notingFaults } from '#shared/queue/source-runs.ts'
import type { Delivery, Handlers, Settle } from '#shared/queue/stage.ts'
import type { KeptBars } from '#shared/sql/market/keep.ts'
import type { Sql } from '#shared/sql/open.ts'
import { openRegistry } from '#shared/sql/universe/registry.ts'
import { readSourceToAsk } from '#shared/sql/universe/sources.ts'
import { cleanDocument } from './clean-document.ts'
import { keepRaw, keepRaws } from './keep.ts'
import { record } from './record.ts'
import { trySource } from './try-source.ts'
import { batchOf, judgeBatch } from './store.ts'
import { waitForTurn } from './turn.ts'

export type Deps = {
  sql: Sql
  objects: StageObjects
  adapters: Adapters
  /** Hosts that a source may name though they are not out on the internet. */
  allowHosts: readonly string[]
  /** Of vendors that a trial asks too. */
  pacers?: VendorPacers
}

/** While the store is away a vendor is asked so seldom for what cannot be stored. */
const STORE_AWAY_MS = 30_000

/** The stage's handlers over what it is wired to. */
export function ingestion(wired: Deps): Handlers<'ingestion'> {
  const deps = { ...wired, objects: patient(wired.objects, STORE_AWAY_MS) }
  const registry = openRegistry(deps.sql)
  return {
    source_trials: (job, delivery) => trySource({ ...deps, registry }, job, delivery),

    ingestion(asked, delivery) {
      return notingFaults(deps.sql, asked.source_id, delivery, async () => {
        const { job, seen } = await readAsked(deps.sql, asked)
        if (!isOfThisStage(job)) return handOn(job, delivery)
        return gather(deps, { job, seen }, delivery)
      })
    },
  }
}

/**
 * The source as the record has it. Of the job only its id and its moment are taken: what else it says
 * of the source may be old by now, or a lie.
 */
async function readAsked(
  sql: Sql,
  { source_id: id, source_name: name, scheduled_at: scheduledAt, config }: IngestionJob,
): Promise<{ job: IngestionJob; seen: SourceState }> {
  const known = await readSourceToAsk(sql, id)
  if (!known) throw new PermanentFault('source_unknown', `Fetch ${name}: the source was removed`)
  const { source, seen } = known
  return { job: withReach({ ...source, scheduled_at: scheduledAt }, config), seen }
}

function isOfThisStage(job: IngestionJob): job is FetchJob {
  return isFetched(job.source_type)
}

/** A job that waited here when the account got a list of its own: it goes where new ones go. */
function handOn(job: IngestionJob, { jobId, now }: Delivery): Settle<'ingestion'> {
  return async (tx) => {
    await enqueue(tx, [askFor(job)], { key: jobId, now, causedBy: jobId, producer: 'ingestion' })
    return []
  }
}

async function gather(
  deps: Deps,
  { job, seen }: { job: FetchJob; seen: SourceState },
  delivery: Delivery,
): Promise<Settle<'ingestion'>> {
  const { sql, objects } = deps
  refuseFaulty(job, deps.allowHosts)
  const fetchIt = adapterOf(deps.adapters, job)
  const { now, signal } = delivery
  const from = { ...seen, lastPublishedAt: usableCursor(seen.lastPublishedAt, now) }
  const found = await fetchIt({ job, seen: from, now, signal })
  await waitForTurn(sql, job, delivery.jobId, signal)
  const batch = batchOf(
    job,
    (found.documents ?? []).map((one) => cleanDocument(one, now)),
  )
  const judged = await judgeBatch(sql, job, batch)
  const raws = await keepRaws(
    objects,
    judged.changes.map(({ item }) => item.document),
  )
  const bars: KeptBars[] = []
  for (const page of found.bars ?? [])
    bars.push({ ...page, rawKey: (await keepRaw(objects, page.raw, now)).key })
  return (tx, endedAt) => record(tx, { job, delivery, endedAt, found, batch, judged, raws, bars })
}

/** Of the settings that came with the job only how far back the fetch reaches counts: a backfill says so. */
function withReach(job: IngestionJob, asked: IngestionJob['config']): IngestionJob {
  const setting = descriptorOf(job.source_type).reach?.(job.config)
  const reach = setting === undefined ? undefined : asked[setting]
  if (setting === undefined || typeof reach !== 'number') return job
  return { ...job, config: { ...job.config, [setting]: reach } }
}

/** @throws PermanentFault where no fetch could come of such settings. */
function refuseFaulty(
  { source_type, source_name, ticker, config }: IngestionJob,
  allowHosts: readonly string[],
): void {
  const [fault] = sourceFaults({
    sourceType: source_type,
    ticker,
    config,
    allowHosts,
  })
  if (!fault) return
  const at = fault.setting || 'config'
  throw new PermanentFault('bad_source_config', `Fetch ${source_name}: ${at}: ${fault.says}`)
}
