/** Codes and terms in the tables of documents, and how one looks through them. */

export type Entry = {
  /** What is explained: a code, or a term. */
  name: string
  means: string
  /** Where it is met, in words; empty of a term. */
  where: string
  /** The heading it stands under. */
  section: string
  isCode: boolean
}

/** Rows of the tables of a document, each with the heading before it. */
export function readEntries(markdown: string, title: string): Entry[] {
  return markdown.split(/^## /m).flatMap((part, place) => {
    const section = place === 0 ? title : (part.split('\n', 1)[0] ?? title)
    return part.split('\n').flatMap((line): Entry[] => {
      const [name, means, where = ''] = line
        .split(/(?<!\\)\|/)
        .slice(1, -1)
        .map((cell) => cell.trim())
      if (!name || !means || /^[-:]+$/.test(name) || /^(?:code|word)$/.test(name)) return []
      const isCode = name.startsWith('`')
      return [{ name: name.replaceAll('`', ''), means, where, section, isCode }]
    })
  })
}

/** Those in which every word stands somewhere; the one that is called so first. */
export function findEntries(all: readonly Entry[], words: string): Entry[] {
  const wanted = words.trim().toLowerCase()
  const each = wanted.split(/\s+/)
  const found = all.filter(({ name, means, where, section }) => {
    const text = `${name} ${name.replaceAll('_', ' ')} ${means} ${where} ${section}`.toLowerCase()
    return each.every((word) => text.includes(word))
  })
  return found.sort((one, other) => nearness(other, wanted) - nearness(one, wanted))
}

function nearness({ name }: Entry, wanted: string): number {
  const called = name.toLowerCase()
  if (called === wanted) return 2
  return called.includes(wanted) ? 1 : 0
}
