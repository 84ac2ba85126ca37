/** Documents remembered for as long as somebody asks, known and corrected as the stored ones are. */

import type { FoundDocument } from '../source/found.ts'
import { toldAtOf } from './correction.ts'
import { itemsOf, OWN, type StandingDocument } from './identity.ts'
import { earliestFirst, judgeItems, type Change } from './judge.ts'

export type Remembered = { document: FoundDocument; id: string; version: number }

/** What one source tells, fetch by fetch; each answer is what of it is new or another version. */
export type DocumentMemory = (documents: readonly FoundDocument[]) => Remembered[]

export function openDocumentMemory(
  sourceId: string,
  hash: (text: string) => string,
  idOf: (seed: string) => string,
): DocumentMemory {
  const byKey = new Map<string, string | null>()
  const aliases = new Set<string>()
  const byIdentity = new Map<string, string>()
  const standing = new Map<string, StandingDocument>()
  return (documents) => {
    const { items, ambiguous } = itemsOf(earliestFirst(documents), sourceId, hash)
    const known = { byKey, aliases, byIdentity, standing }
    const { changes, keys } = judgeItems(items, ambiguous, known, sourceId)
    const ids = new Map(
      changes.map((change) => [change, change.standing?.documentId ?? idOf(change.seed)]),
    )
    const idIn = (change: Change) => ids.get(change) ?? ''
    for (const change of changes) {
      if (change.is === 'new') byIdentity.set(change.seed, idIn(change))
      standing.set(idIn(change), after(change, idIn(change), sourceId))
    }
    for (const { key, isAlias, to } of keys) {
      const id = 'change' in to ? idIn(to.change) : to.documentId
      byKey.set(key, id)
      if (isAlias) aliases.add(key)
      const one = standing.get(id)
      if (!one) continue
      const ownKeys = key.startsWith(OWN) ? [...one.ownKeys, key] : one.ownKeys
      standing.set(id, { ...one, ownKeys, hasLink: one.hasLink || !key.startsWith(OWN) })
    }
    for (const key of ambiguous) byKey.set(key, null)
    return changes.map((change) => ({
      document: change.item.document,
      id: idIn(change),
      version: (change.standing?.version ?? 0) + 1,
    }))
  }
}

/** The document as it stands once the change is taken. */
function after(
  { item, standing: before }: Change,
  documentId: string,
  sourceId: string,
): StandingDocument {
  const { document, content } = item
  return {
    documentId,
    sourceId,
    version: (before?.version ?? 0) + 1,
    content,
    toldAt: toldAtOf(document) ?? before?.toldAt ?? document.publishedAt,
    title: document.title,
    hasLink: before?.hasLink ?? false,
    ownKeys: before?.ownKeys ?? [],
    pastContents: [...(before?.pastContents ?? []), ...(before?.content ? [before.content] : [])],
  }
}
