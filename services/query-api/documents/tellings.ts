/** Who else tells the story of a document. */

import { TELLINGS_MAX, type TellingRow } from '#shared/contracts/api/document-effects.ts'
import type { Served } from '#shared/contracts/api/route.ts'
import type { Db } from '#shared/sql/open.ts'

/** The first teller first. */
export function listTellings(db: Db, documentId: string): Promise<Served<TellingRow>[]> {
  return db<Served<TellingRow>[]>`
    select other.document_id, other.title, other.publisher, other.published_at
    from documents own join documents other on other.story_id = own.story_id
    where own.document_id = ${documentId} and other.document_id <> own.document_id
    order by other.published_at, other.document_id limit ${TELLINGS_MAX}`
}
