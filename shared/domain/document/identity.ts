/**
 * Which items are the same document (docs/intake.md, What makes two items the same document).
 *
 * By the source's own id within that source, then by the link, then by what the adapter calls its
 * identity: of an article its title, day and publisher. What several items of one fetch bear though
 * they tell different things identifies none of them.
 */

import type { FoundDocument } from '../source/found.ts'
import { canonicalLink } from '../source/link.ts'
import { contentOf } from './content.ts'
import { titleKey } from './article-identity.ts'

/** What keys begin with: an id within its source, or a link. */
export const OWN = 'own:'
export const LINK = 'link:'

/** An item with what it may be known by. */
export type KeyedItem = {
  document: FoundDocument
  /** By its source's own id; null where it has none that tells it apart. */
  own: string | null
  link: string | null
  /** A digest of what people read. */
  content: string
  titleKey: string
}

/** What is stored of a document that an item may be. */
export type StandingDocument = {
  documentId: string
  /** Whose source may correct it; null where that was removed. */
  sourceId: string | null
  version: number
  /** Null where it is from before contents were kept. */
  content: string | null
  /** When its source says that this version was told. */
  toldAt: Date
  title: string
  hasLink: boolean
  /** Keys by which the source that is being read calls it. */
  ownKeys: readonly string[]
  /** Contents of versions that were replaced. */
  pastContents: readonly string[]
}

export type KnownDocuments = {
  /** Documents by their keys; null for a key that tells nothing. */
  byKey: ReadonlyMap<string, string | null>
  /** Keys of other items that are the same document: they lead to it, and correct nothing. */
  aliases: ReadonlySet<string>
  /** Documents by the adapter's identity. */
  byIdentity: ReadonlyMap<string, string>
  standing: ReadonlyMap<string, StandingDocument>
}

/** Items of one fetch with their keys, and those keys that identify none of them. */
export function itemsOf(
  documents: readonly FoundDocument[],
  sourceId: string,
  hash: (text: string) => string,
): { items: KeyedItem[]; ambiguous: string[] } {
  const items = documents.map((document) => ({
    document,
    own: document.sourceItemId ? OWN + hash(`${sourceId}\n${document.sourceItemId}`) : null,
    link: linkKey(document, hash),
    content: hash(contentOf(document)),
    titleKey: titleKey(document.title),
  }))
  const own = sharedKeys(items, 'own', 'link')
  const link = sharedKeys(
    items.map((item) => (item.own && own.has(item.own) ? { ...item, own: null } : item)),
    'link',
    'own',
  )
  return { items, ambiguous: [...own, ...link] }
}

function linkKey(
  { url, documentType }: FoundDocument,
  hash: (text: string) => string,
): string | null {
  // A filing is known by its number; companies that file together share its address.
  const link = documentType === 'filing' ? null : canonicalLink(url)
  return link === null ? null : LINK + hash(link)
}

/** Of two wordings of one item either may be a correction; more at one key are different items. */
const WORDINGS_MAX = 2

/** Keys that several items bear which differ by title, and by what else they bear, or bear nothing else. */
function sharedKeys(
  items: readonly KeyedItem[],
  name: 'own' | 'link',
  other: 'own' | 'link',
): Set<string> {
  const groups = new Map<string, KeyedItem[]>()
  for (const item of items) {
    const key = item[name]
    if (key !== null) groups.set(key, [...(groups.get(key) ?? []), item])
  }
  const count = (group: readonly KeyedItem[], what: (item: KeyedItem) => string | null) =>
    new Set(group.map(what)).size
  const isShared = (group: readonly KeyedItem[]) =>
    count(group, ({ content }) => content) > WORDINGS_MAX ||
    (count(group, (item) => item.titleKey) > 1 &&
      (count(group, (item) => item[other]) > 1 || group.some((item) => item[other] === null)))
  return new Set([...groups].filter(([, group]) => isShared(group)).map(([key]) => key))
}

/**
 * An item with the keys that tell something of it; where all that it bears is shared by others, it is
 * known by its words.
 */
export function telling(
  item: KeyedItem,
  { ambiguous, byKey }: { ambiguous: ReadonlySet<string>; byKey: KnownDocuments['byKey'] },
  sourceId: string,
): KeyedItem {
  const tells = (key: string | null) =>
    key !== null && !ambiguous.has(key) && byKey.get(key) !== null ? key : null
  const [own, link] = [tells(item.own), tells(item.link)]
  const isShared = own !== item.own || link !== item.link
  if (own === null && link === null && isShared)
    return { ...item, own: wordsKey(item, sourceId), link }
  return { ...item, own, link }
}

function wordsKey({ content }: KeyedItem, sourceId: string): string {
  return `${OWN}${sourceId} ${content}`
}

/** Everything an item may be known by. */
export function keysOf(item: KeyedItem, sourceId: string): string[] {
  return [item.own, item.link, wordsKey(item, sourceId)].filter((key) => key !== null)
}

/** The stored document that an item is, and whether it is so as its source's own item. */
export function matchOf(
  item: KeyedItem,
  known: KnownDocuments,
): { documentId: string; asOwn: boolean } | undefined {
  const own = item.own === null ? null : known.byKey.get(item.own)
  if (own && item.own) return { documentId: own, asOwn: !known.aliases.has(item.own) }
  const linked = item.link === null ? null : known.byKey.get(item.link)
  const byLink = linked ? known.standing.get(linked) : undefined
  if (byLink && !isAnother(item, byLink)) return told(byLink)
  const identified = known.byIdentity.get(item.document.identity)
  const byIdentity = identified ? known.standing.get(identified) : undefined
  if (!byIdentity) return undefined
  // The same headline at another address is another document.
  if (item.link !== null && byIdentity.hasLink) return undefined
  if (item.own !== null && byIdentity.ownKeys.length > 0) return undefined
  return told(byIdentity)
}

/** The source itself calls it something else, and it bears another title. */
function isAnother(item: KeyedItem, standing: StandingDocument): boolean {
  if (item.own === null || standing.ownKeys.length === 0) return false
  return titleKey(standing.title) !== item.titleKey
}

/** An item that its source calls by no id, or by its first, speaks for what has none yet. */
function told({ documentId, ownKeys }: StandingDocument): { documentId: string; asOwn: boolean } {
  return { documentId, asOwn: ownKeys.length === 0 }
}
