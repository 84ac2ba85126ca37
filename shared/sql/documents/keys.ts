/** Table `document_keys`: by what items are known to be a document that is stored. */

import {
  keysOf,
  LINK,
  type KeyedItem,
  type KnownDocuments,
  type StandingDocument,
} from '../../domain/document/identity.ts'
import type { Changes } from '../../domain/document/judge.ts'
import { sha256 } from '../../host/ids.ts'
import type { Db, Tx } from '../open.ts'

/** What is stored of the documents that these items may be. */
export async function readKnown(
  db: Db,
  items: readonly KeyedItem[],
  sourceId: string,
): Promise<KnownDocuments> {
  const keys = items.flatMap((item) => keysOf(item, sourceId))
  const identities = new Map(items.map(({ document }) => [sha256(document.identity), document]))
  const [byKey, byHash] = await Promise.all([
    db<{ key: string; documentId: string | null; isAlias: boolean }[]>`
      select key, document_id, is_alias from document_keys where key = any(${keys}::text[])`,
    db<{ contentHash: string; documentId: string }[]>`
      select content_hash, document_id from documents
      where content_hash = any(${[...identities.keys()]}::text[])`,
  ])
  const ids = new Set([...byKey, ...byHash].map(({ documentId }) => documentId))
  const standing = await readStanding(
    db,
    [...ids].filter((id) => id !== null),
    sourceId,
  )
  return {
    byKey: new Map(byKey.map(({ key, documentId }) => [key, documentId])),
    aliases: new Set(byKey.filter(({ isAlias }) => isAlias).map(({ key }) => key)),
    byIdentity: new Map(
      byHash.map(({ contentHash, documentId }) => [
        identities.get(contentHash)?.identity ?? '',
        documentId,
      ]),
    ),
    standing,
  }
}

async function readStanding(
  db: Db,
  documentIds: readonly string[],
  sourceId: string,
): Promise<Map<string, StandingDocument>> {
  if (documentIds.length === 0) return new Map()
  const rows = await db<StandingDocument[]>`
    select document_id, source_id, version, content_sha256 as content,
      coalesce(told_at, published_at) as told_at, title,
      exists (select from document_keys k where k.document_id = d.document_id
        and k.key like ${`${LINK}%`}) as has_link,
      array(select key from document_keys k where k.document_id = d.document_id
        and k.source_id = ${sourceId}) as own_keys,
      array(select content_sha256 from document_versions v where v.document_id = d.document_id
        and content_sha256 is not null) as past_contents
    from documents d where document_id = any(${[...documentIds]}::uuid[])`
  return new Map(rows.map((row) => [row.documentId, row]))
}

/** Held until the transaction ends: of two fetches at once the second sees what the first made of an item. */
export async function lockDocumentKeys(tx: Tx): Promise<void> {
  await tx`select pg_advisory_xact_lock(hashtext('document_keys'))`
}

/** Keys that lead to a document from now on, and those that turned out to identify none. */
export async function saveKeys(
  tx: Tx,
  keys: readonly { key: string; isAlias: boolean; documentId: string }[],
  ambiguous: readonly string[],
  sourceId: string,
): Promise<void> {
  const rows = [
    ...keys.map(({ key, isAlias, documentId }) => ({
      key,
      is_alias: isAlias,
      document_id: documentId,
    })),
    ...ambiguous.map((key) => ({ key, is_alias: false, document_id: null })),
  ].map((row) => ({ ...row, source_id: row.key.startsWith(LINK) ? null : sourceId }))
  if (rows.length === 0) return
  await tx`
    insert into document_keys as known (key, document_id, source_id, is_alias)
    select distinct on (key) key, document_id, source_id, is_alias
    from jsonb_to_recordset(${tx.json(rows)}) as r (key text, document_id uuid, source_id uuid, is_alias boolean)
    order by key, document_id nulls first
    on conflict (key) do update set document_id = null
    where excluded.document_id is null and known.document_id is not null`
}

/** What is read of documents from before that was kept. */
export async function saveContents(tx: Tx, contents: Changes['contents']): Promise<void> {
  if (contents.length === 0) return
  await tx`
    update documents d set content_sha256 = told.content
    from unnest(${contents.map(({ documentId }) => documentId)}::uuid[],
      ${contents.map(({ content }) => content)}::text[]) as told (document_id, content)
    where d.document_id = told.document_id and d.content_sha256 is null`
}
