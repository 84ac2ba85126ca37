/** Stores what one fetch found of documents: new ones, corrections, and by what they are known from now on. */

import type { IngestionJob } from '#shared/contracts/jobs/ingestion.ts'
import { toldAtOf } from '#shared/domain/document/correction.ts'
import { itemsOf } from '#shared/domain/document/identity.ts'
import {
  earliestFirst,
  judgeItems,
  type Change,
  type Changes,
} from '#shared/domain/document/judge.ts'
import { leadOf } from '#shared/domain/document/same-story.ts'
import { ownerRecordOf } from '#shared/domain/source/record.ts'
import type { FoundDocument } from '#shared/domain/source/found.ts'
import { sha256 } from '#shared/host/ids.ts'
import type { HandoverFrom } from '#shared/pipeline.ts'
import { lockDocumentKeys, readKnown, saveContents, saveKeys } from '#shared/sql/documents/keys.ts'
import { saveDocuments, type NewDocument } from '#shared/sql/documents/new-documents.ts'
import {
  countConfirmed,
  countPublished,
  readPublisherPasts,
} from '#shared/sql/documents/publishers.ts'
import { placeInStories, type NewTelling } from '#shared/sql/documents/stories.ts'
import { saveVersion } from '#shared/sql/documents/versions.ts'
import type { Db, Tx } from '#shared/sql/open.ts'
import { documentRowOf, type KeptRaws } from './keep.ts'

/** The items of one fetch, ready to be judged over what is stored. */
export type FetchBatch = ReturnType<typeof itemsOf>

export function batchOf(job: IngestionJob, documents: readonly FoundDocument[]): FetchBatch {
  return itemsOf(earliestFirst(documents), job.source_id, sha256)
}

/** What the batch changes of what is stored at this moment. */
export async function judgeBatch(db: Db, job: IngestionJob, batch: FetchBatch): Promise<Changes> {
  const known = await readKnown(db, batch.items, job.source_id)
  return judgeItems(batch.items, batch.ambiguous, known, job.source_id)
}

/** Stores it, behind a lock under which what is stored is looked at again; returns what is to be parsed. */
export async function storeBatch(
  tx: Tx,
  job: IngestionJob,
  { batch, raws, now }: { batch: FetchBatch; raws: KeptRaws; now: Date },
): Promise<HandoverFrom<'ingestion'>[]> {
  await lockDocumentKeys(tx)
  const { changes, keys, contents } = await judgeBatch(tx, job, batch)
  const standing = await readStandings(tx, changes, now)
  const rows = new Map(
    changes.map((change) => [change, documentRowOf(change, job, raws, standing)]),
  )
  const isNew = ({ is }: Change) => is === 'new'
  const saved = await saveDocuments(
    tx,
    changes.filter(isNew).map((change) => rows.get(change)!),
    now,
  )
  const stored = [...rows.values()].filter(({ documentId }) => saved.has(documentId))
  await countPublished(tx, stored, now)
  await placeInStories(tx, stored.flatMap(tellingOf))
  await countConfirmed(
    tx,
    stored.map(({ documentId }) => documentId),
    now,
  )
  for (const change of changes) {
    const row = rows.get(change)!
    if (isNew(change)) continue
    const hasMoment = toldAtOf(change.item.document) !== null
    await saveVersion(tx, { ...row, replaces: change.standing?.version ?? 0, hasMoment }, now)
  }
  const placed = keys.map(({ key, isAlias, to }) => ({
    key,
    isAlias,
    documentId: 'change' in to ? rows.get(to.change)!.documentId : to.documentId,
  }))
  await saveKeys(tx, placed, batch.ambiguous, job.source_id)
  await saveContents(tx, contents)
  return changes
    .filter((change) => !isNew(change) || saved.has(rows.get(change)!.documentId))
    .map((change) => ({
      to: 'parsing' as const,
      job: {
        document_id: rows.get(change)!.documentId,
        ticker: change.item.document.ticker,
        source_type: job.source_type,
        ...(change.standing ? { version: change.standing.version + 1 } : {}),
      },
    }))
}

/** How far each document of the changes is to be believed, by what its publisher did until now. */
async function readStandings(tx: Tx, changes: readonly Change[], now: Date) {
  const domains = changes.map(({ item }) => item.document.publisherDomain ?? '')
  const past = await readPublisherPasts(tx, domains, now)
  return ({ publisherDomain = null, credibilityScore }: FoundDocument) =>
    ownerRecordOf(publisherDomain, credibilityScore, past.get(publisherDomain ?? ''), now)
}

/** As it is compared with others; filings are each their own, in set phrases. */
function tellingOf({ documentId, documentType, ...told }: NewDocument): NewTelling[] {
  if (documentType === 'filing') return []
  const { title, summary, publishedAt } = told
  return [{ documentId, title, lead: leadOf(summary), publishedAt }]
}
