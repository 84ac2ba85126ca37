/** Fetches one source once: stores what is new as it came, and hands each new document on. */

import type { Objects } from '#shared/clients/objects/store.ts'
import type { IngestionJob } from '#shared/contracts/jobs/ingestion.ts'
import { descriptorOf, isFetched, sourceFaults } from '#shared/domain/source/sources.ts'
import { messageOf, PermanentFault } from '#shared/host/faults.ts'
import { askFor } from '#shared/queue/ask-sources.ts'
import { enqueue } from '#shared/queue/record/jobs.ts'
import type { Delivery, Handlers, Settle } from '#shared/queue/stage.ts'
import { saveBars, saveRejects } from '#shared/sql/market/bars.ts'
import { readKnownHashes, saveDocuments } from '#shared/sql/documents/new-documents.ts'
import { saveIngestionRun, type IngestionRun } from '#shared/sql/universe/ingestion-runs.ts'
import type { Sql, Tx } from '#shared/sql/open.ts'
import {
  readSourceToFetch,
  saveSourceState,
  type SourceToFetch,
} from '#shared/sql/universe/sources.ts'
import { adapterOf, type Adapters, type FetchJob } from './adapters.ts'
import type { Found } from './found.ts'
import { distinct, keepDocuments, keepRaw, type Kept } from './keep.ts'
import { waitForTurn } from './turn.ts'

export type Deps = {
  sql: Sql
  objects: Objects
  adapters: Adapters
  /** Hosts that a source may name though they are not out on the internet. */
  allowHosts: readonly string[]
}

type Outcome = Pick<IngestionRun, 'status' | 'itemsFound' | 'itemsNew' | 'error'>
type KeptBars = NonNullable<Found['bars']>[number] & { rawKey: string }

/** The stage's handlers over what it is wired to. */
export function ingestion(deps: Deps): Handlers<'ingestion'> {
  return {
    async ingestion(job, delivery) {
      if (!isOfThisStage(job)) return handOn(job, delivery)
      try {
        return await gather(deps, job, delivery)
      } catch (fault) {
        const outcome: Outcome = {
          status: 'failed',
          itemsFound: 0,
          itemsNew: 0,
          error: messageOf(fault),
        }
        await saveIngestionRun(deps.sql, runOf(job, delivery, outcome))
        throw fault
      }
    },
  }
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
  asked: FetchJob,
  delivery: Delivery,
): Promise<Settle<'ingestion'>> {
  const { sql, objects } = deps
  const seen = await readSourceToFetch(sql, asked.source_id)
  if (seen?.sourceType !== asked.source_type)
    throw new PermanentFault('source_unknown', `Fetch ${asked.source_name}: the source was removed`)
  const job = asItStands(asked, seen)
  refuseFaulty(job, deps.allowHosts)
  const fetchIt = adapterOf(deps.adapters, job)
  const found = await fetchIt({ job, seen, now: delivery.now, signal: delivery.signal })
  await waitForTurn(sql, job, delivery.jobId, delivery.signal)
  const documents = distinct(found.documents ?? [])
  const known = await readKnownHashes(
    sql,
    documents.map(({ contentHash }) => contentHash),
  )
  const kept = await keepDocuments(
    objects,
    job,
    documents.filter(({ contentHash }) => !known.has(contentHash)),
  )
  const bars: KeptBars[] = []
  for (const page of found.bars ?? [])
    bars.push({ ...page, rawKey: (await keepRaw(objects, page.raw, delivery.now)).key })
  return (tx) => record(tx, { job, delivery, found, kept, bars })
}

/**
 * The job with its source's settings as the registry keeps them: of those that came with it, which
 * hold no key, only how far the fetch reaches back counts.
 */
function asItStands(job: FetchJob, { config, credibilityScore }: SourceToFetch): FetchJob {
  const setting = descriptorOf(job.source_type).reach?.(config)
  const reach = setting === undefined ? undefined : job.config[setting]
  const whole = setting && typeof reach === 'number' ? { ...config, [setting]: reach } : config
  return { ...job, config: whole, credibility_score: credibilityScore }
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

type Work = { job: IngestionJob; delivery: Delivery; found: Found; kept: Kept[]; bars: KeptBars[] }

async function record(
  tx: Tx,
  { job, delivery, found, kept, bars }: Work,
): ReturnType<Settle<'ingestion'>> {
  const { now } = delivery
  const saved = await saveDocuments(tx, kept, now)
  for (const page of bars) {
    await saveBars(tx, page.bars, { sourceId: job.source_id, rawKey: page.rawKey, fetchedAt: now })
    await saveRejects(tx, page.rejects, now)
  }
  await saveSourceState(tx, job.source_id, found.seen)
  // Accepted bars count as new whether or not another source told them at this very moment.
  const barsTaken = bars.reduce((sum, page) => sum + page.bars.length, 0)
  const barsFound = bars.reduce((sum, page) => sum + page.rejects.length, barsTaken)
  await saveIngestionRun(
    tx,
    runOf(job, delivery, {
      status: 'succeeded',
      itemsFound: (found.documents?.length ?? 0) + barsFound,
      itemsNew: saved.size + barsTaken,
      error: notesOf(found, bars),
    }),
  )
  return kept
    .filter(({ documentId }) => saved.has(documentId))
    .map(({ documentId, ticker }) => ({
      to: 'parsing' as const,
      job: { document_id: documentId, ticker, source_type: job.source_type },
    }))
}

/** What was passed over, for people; a run with notes has still succeeded. */
function notesOf(found: Found, bars: readonly KeptBars[]): string | null {
  const rejects = bars.reduce((sum, page) => sum + page.rejects.length, 0)
  const notes = [...(found.notes ?? []), ...(rejects ? [`${rejects} bars refused`] : [])]
  return notes.length ? notes.join('; ') : null
}

function runOf(job: IngestionJob, delivery: Delivery, outcome: Outcome): IngestionRun {
  return {
    ingestionRunId: delivery.jobId,
    sourceId: job.source_id,
    startedAt: delivery.now,
    ...outcome,
  }
}
