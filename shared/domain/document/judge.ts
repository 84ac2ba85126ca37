/** What one fetch changes of the documents that are stored: new ones, new versions, new keys. */

import type { FoundDocument } from '../source/found.ts'
import { isCorrection, isFull, toldAtOf } from './correction.ts'
import {
  matchOf,
  OWN,
  telling,
  type KeyedItem,
  type KnownDocuments,
  type StandingDocument,
} from './identity.ts'

export type Change = {
  is: 'new' | 'version'
  item: KeyedItem
  /** Of a version: the document whose version it is. */
  standing: StandingDocument | null
  /** Of a new one: what its id is made of. */
  seed: string
}

export type Changes = {
  changes: Change[]
  /** Keys that now lead to a document, by the place of its change or by its id. */
  keys: { key: string; isAlias: boolean; to: { change: Change } | { documentId: string } }[]
  /** Documents from before contents were kept, with theirs. */
  contents: { documentId: string; content: string }[]
  /** Documents told in other words again that have had all the versions one may have. */
  full: string[]
}

type Group = {
  standing: StandingDocument | null
  seed: string
  members: { item: KeyedItem; asOwn: boolean }[]
}

/**
 * What the items of one fetch, the earliest first, come to over what is known. Items of the fetch that
 * are one document come to one change: the newest wording stands, of equal moments the first.
 */
export function judgeItems(
  items: readonly KeyedItem[],
  ambiguous: readonly string[],
  known: KnownDocuments,
  sourceId: string,
): Changes {
  const shared = { ambiguous: new Set(ambiguous), byKey: known.byKey }
  const groups = new Map<string, Group>()
  const byKey = new Map(known.byKey)
  const byIdentity = new Map(known.byIdentity)
  const standing = new Map(known.standing)
  for (const told of items) {
    const item = telling(told, shared, sourceId)
    const match = matchOf(item, { ...known, byKey, byIdentity, standing })
    const id = match?.documentId ?? `new ${groups.size}`
    const group = groups.get(id) ?? {
      standing: match ? (known.standing.get(id) ?? null) : null,
      seed: byIdentity.has(item.document.identity) ? apart(item) : item.document.identity,
      members: [],
    }
    groups.set(id, group)
    group.members.push({ item, asOwn: match?.asOwn ?? true })
    for (const key of [item.own, item.link]) if (key !== null && !byKey.has(key)) byKey.set(key, id)
    if (!match) byIdentity.set(group.seed, id)
    standing.set(id, after(standing.get(id), item, { id, sourceId, byKey }))
  }
  return changesOf(groups, known, sourceId)
}

/** The id of a document whose title, day and publisher another bears too is made of more. */
function apart({ document, own, link, content }: KeyedItem): string {
  return `${document.identity}\n${link ?? own ?? content}`
}

/** A document as it stands once an item of this fetch is taken for it. */
function after(
  before: StandingDocument | undefined,
  item: KeyedItem,
  {
    id,
    sourceId,
    byKey,
  }: { id: string; sourceId: string; byKey: ReadonlyMap<string, string | null> },
): StandingDocument {
  const own = item.own !== null && byKey.get(item.own) === id ? [item.own] : []
  const base = before ?? {
    documentId: id,
    sourceId,
    version: 0,
    content: item.content,
    toldAt: toldAtOf(item.document) ?? item.document.publishedAt,
    title: item.document.title,
    hasLink: false,
    ownKeys: [],
    pastContents: [],
  }
  return {
    ...base,
    hasLink: base.hasLink || item.link !== null,
    ownKeys: [...new Set([...base.ownKeys, ...own])],
  }
}

function changesOf(
  groups: ReadonlyMap<string, Group>,
  known: KnownDocuments,
  sourceId: string,
): Changes {
  const found: Changes = { changes: [], keys: [], contents: [], full: [] }
  for (const [id, group] of groups) {
    const change = changeOf(group, sourceId)
    if (change) found.changes.push(change)
    const { standing, members } = group
    const first = members[0]
    if (standing?.content === null && first && isOwners(standing, sourceId))
      found.contents.push({ documentId: id, content: first.item.content })
    if (standing && first && isFull(standing) && isToldAnew(first.item, standing, sourceId))
      found.full.push(id)
    const to = change?.is === 'new' ? { change } : { documentId: id }
    const corrects = standing ? members.find(({ asOwn }) => asOwn)?.item.own : first?.item.own
    const keys = new Set(members.flatMap(({ item }) => [item.own, item.link]))
    for (const key of keys)
      if (key !== null && !known.byKey.has(key))
        found.keys.push({ key, isAlias: key.startsWith(OWN) && key !== corrects, to })
  }
  return found
}

function changeOf({ standing, seed, members }: Group, sourceId: string): Change | undefined {
  const first = members[0]?.item
  if (!first) return undefined
  const same = members.filter(({ item, asOwn }) => asOwn && (standing || item.own === first.own))
  const newest = newestOf(same.map(({ item }) => item)) ?? first
  if (!standing) return { is: 'new', item: newest, standing, seed }
  // What stands is still told: another wording beside it is no correction of it.
  const isTold = same.some(({ item }) => item.content === standing.content)
  const at = toldAtOf(newest.document)
  if (isTold && !(at && at > standing.toldAt)) return undefined
  const isOne = same.length > 0 && isCorrection(newest, standing, sourceId)
  return isOne ? { is: 'version', item: newest, standing, seed } : undefined
}

function isToldAnew(item: KeyedItem, standing: StandingDocument, sourceId: string): boolean {
  return isOwners(standing, sourceId) && standing.content !== item.content
}

function isOwners(standing: StandingDocument, sourceId: string): boolean {
  return standing.sourceId === null || standing.sourceId === sourceId
}

/** The one told last; of equal moments the first. */
function newestOf(items: readonly KeyedItem[]): KeyedItem | undefined {
  const at = ({ document }: KeyedItem) => (toldAtOf(document) ?? new Date(0)).getTime()
  return items.reduce<KeyedItem | undefined>(
    (best, item) => (best === undefined || at(item) > at(best) ? item : best),
    undefined,
  )
}

/** Documents in the order they were published; of one moment by their bytes, so that none is by chance. */
export function earliestFirst(documents: readonly FoundDocument[]): FoundDocument[] {
  return [...documents].sort(
    (a, b) =>
      a.publishedAt.getTime() - b.publishedAt.getTime() || compare(a.raw.bytes, b.raw.bytes),
  )
}

function compare(a: Uint8Array, b: Uint8Array): number {
  const length = Math.min(a.length, b.length)
  for (let place = 0; place < length; place += 1) {
    const difference = (a[place] as number) - (b[place] as number)
    if (difference !== 0) return difference
  }
  return a.length - b.length
}
