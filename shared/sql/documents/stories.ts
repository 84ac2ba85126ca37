/** Which story a document tells: `documents.story_id`, and the keys of table `story_keys` it is found by. */

import { leadOf, nearbyStoryKeys, storyKeys } from '../../domain/document/same-story.ts'
import {
  firstToldFirst,
  openStoryIndex,
  type PlacedTelling,
} from '../../domain/document/story-index.ts'
import type { Db, Tx } from '../open.ts'

export type NewTelling = Omit<PlacedTelling, 'storyId'>

/** Tellings that one new one is compared with, the newest first. */
const COMPARED_MAX = 200

/**
 * Gives each new document the story of the first told one that it repeats, or one of its own. Documents are
 * taken in their order; of two transactions at once the second sees what the first placed.
 */
export async function placeInStories(tx: Tx, tellings: readonly NewTelling[]): Promise<void> {
  if (tellings.length === 0) return
  await tx`select pg_advisory_xact_lock(hashtext('stories'))`
  const index = openStoryIndex<PlacedTelling>()
  for (const known of await readNearby(tx, tellings)) index.add(known)
  const placed: PlacedTelling[] = []
  for (const telling of tellings) {
    const told = { ...telling, storyId: telling.documentId }
    const [first] = index.sameAs(told).sort(firstToldFirst)
    if (first) told.storyId = first.storyId
    index.add(told)
    placed.push(told)
  }
  await save(tx, placed)
}

async function readNearby(db: Db, tellings: readonly NewTelling[]): Promise<PlacedTelling[]> {
  const keys = [...new Set(tellings.flatMap(nearbyStoryKeys))].map(String)
  const own = tellings.map(({ documentId }) => documentId)
  const rows = await db<PlacedTelling[]>`
    select document_id, title, summary as lead, published_at, coalesce(story_id, document_id) as story_id
    from documents where document_id = any(array(
        select document_id from (
          select distinct document_id, published_at from story_keys where key = any(${keys}::bigint[])
        ) near order by published_at desc, document_id limit ${COMPARED_MAX * Math.min(tellings.length, 20)}
      )) and document_id <> all(${own}::uuid[])`
  return rows.map((row) => ({ ...row, lead: leadOf(row.lead) }))
}

async function save(tx: Tx, placed: readonly PlacedTelling[]): Promise<void> {
  const stories = placed.map(({ documentId, storyId }) => ({
    document_id: documentId,
    story_id: storyId,
  }))
  await tx`
    update documents set story_id = placed.story_id
    from jsonb_to_recordset(${tx.json(stories)}) as placed (document_id uuid, story_id uuid)
    where documents.document_id = placed.document_id`
  const rows = placed.flatMap((telling) =>
    storyKeys(telling).map((key) => ({
      key: String(key),
      document_id: telling.documentId,
      published_at: telling.publishedAt.toISOString(),
    })),
  )
  await tx`
    insert into story_keys (key, document_id, published_at)
    select * from jsonb_to_recordset(${tx.json(rows)}) as r (key bigint, document_id uuid, published_at timestamptz)
    on conflict do nothing`
}
