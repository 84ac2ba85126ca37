/** The title of a page that only its `<title>` and headings tell. */

/** Cuts the site's name off a window title, unless a heading shows that it belongs there. */
export function tidyTitle(windowTitle: string, headings: readonly string[]): string {
  const title = windowTitle.trim()
  if (title === '') return headings.length === 1 ? (headings[0] ?? '') : ''
  if (headings.includes(title)) return title
  const parts = title.split(/\s+[|–—\\/>»-]\s+|\s+::\s+/)
  if (parts.length > 1) {
    const heading = headings.find((text) => text.length > 10 && title.includes(text))
    if (heading) return heading
    const [first = ''] = parts
    const cut = title
      .slice(0, title.lastIndexOf(parts.at(-1) ?? ''))
      .replace(/\s*(?:[|–—\\/>»-]|::)\s*$/, '')
    if (words(cut) >= 3) return words(first) >= 5 ? first : cut
    return title.slice(first.length).replace(/^\s*(?:[|–—\\/>»-]|::)\s*/, '') || title
  }
  const [heading = ''] = headings
  const odd = title.length > 150 || title.length < 15
  return odd && headings.length === 1 && heading.length >= 15 ? heading : title
}

function words(text: string): number {
  return text.split(/\s+/).filter(Boolean).length
}
