/** Names of elements whatever prefix a feed gives their namespace. */

/** By the beginning of the namespace's address in lower case; '' is RSS's and Atom's own. */
const USUAL: readonly (readonly [string, string])[] = [
  ['http://www.w3.org/2005/atom', ''],
  ['http://purl.org/atom/ns#', ''],
  ['http://purl.org/rss/1.0/modules/content/', 'content'],
  ['http://purl.org/rss/1.0/modules/', 'module'],
  ['http://purl.org/rss/1.0', ''],
  ['http://my.netscape.com/rdf/simple/0.9', ''],
  ['http://channel.netscape.com/rdf/simple/0.9', ''],
  ['http://my.netscape.com/publish/formats/rss-0.91', ''],
  ['http://backend.userland.com/rss', ''],
  ['http://blogs.law.harvard.edu/tech/rss', ''],
  ['http://cyber.law.harvard.edu/rss', ''],
  ['http://purl.org/net/rss', ''],
  ['http://www.w3.org/1999/02/22-rdf-syntax-ns', 'rdf'],
  ['http://purl.org/dc/elements/', 'dc'],
  ['http://purl.org/dc/terms/', 'dcterms'],
  ['http://search.yahoo.com/mrss', 'media'],
  ['http://tools.search.yahoo.com/mrss', 'media'],
  ['http://rssnamespace.org/feedburner', 'feedburner'],
  ['http://www.itunes.com/dtds/podcast', 'itunes'],
  ['http://www.w3.org/1999/xhtml', 'xhtml'],
]

/** How prefixes of a feed are read; a feed that declares none is read by the usual ones. */
export type Prefixes = ReadonlyMap<string, string>

/** More than any feed declares. */
const PREFIXES_MAX = 100

/** With what an element declares; the same where it declares nothing. */
export function withDeclared(prefixes: Prefixes, attributes: Record<string, string>): Prefixes {
  let own: Map<string, string> | undefined
  for (const [name, value] of Object.entries(attributes)) {
    if (name !== 'xmlns' && !name.startsWith('xmlns:')) continue
    const address = value
      .trim()
      .toLowerCase()
      .replace(/^https:/, 'http:')
    const usual = USUAL.find(([beginning]) => address.startsWith(beginning))?.[1]
    own ??= new Map(prefixes)
    if (usual !== undefined && own.size < PREFIXES_MAX) own.set(name.slice(6), usual)
    else own.delete(name.slice(6))
  }
  return own ?? prefixes
}

/** The name that an element goes by: "a:entry" is "entry" where "a" is Atom's. */
export function usualName(written: string, prefixes: Prefixes): string {
  const name = written.toLowerCase()
  const colon = name.indexOf(':')
  const local = name.slice(colon + 1)
  const prefix = colon < 0 ? '' : name.slice(0, colon)
  const usual = prefixes.get(prefix) ?? (/^(?:atom|a)10$|^atom$/.test(prefix) ? '' : prefix)
  return usual === '' ? local : `${usual}:${local}`
}
