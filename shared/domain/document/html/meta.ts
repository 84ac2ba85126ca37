/** Meta elements by the names that they give themselves. */

/** What `property` says stands above what `name` says, wherever either comes first. */
export function readMeta(
  attributes: Record<string, string>,
  meta: Map<string, string>,
  stated: Set<string>,
): void {
  const content = attributes['content']?.trim()
  if (!content) return
  for (const source of ['property', 'name', 'itemprop']) {
    for (const name of (attributes[source] ?? '').toLowerCase().split(/\s+/)) {
      const key = name.replace(/^(dc|dcterm|dcterms|og|twitter|article)\./, '$1:')
      if (key !== '' && (!meta.has(key) || (source === 'property' && !stated.has(key))))
        meta.set(key, content)
      if (source === 'property') stated.add(key)
    }
  }
}
