/** Text that PostgreSQL and any JSON reader can keep: no NUL, no half of a character. */

/** What is said of text that is not. */
export const UNSTORABLE = 'text with a NUL or half a character cannot be kept'

export function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0')
}

/** Where in a JSON value text stands that cannot be kept, such as `aliases.0`; undefined: nowhere. */
export function unstorableIn(value: unknown): string | undefined {
  const open: { at: string; value: unknown }[] = [{ at: '', value }]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (typeof next.value === 'string') {
      if (!isStorable(next.value)) return next.at || 'the body'
    } else if (next.value !== null && typeof next.value === 'object') {
      for (const [name, inner] of Object.entries(next.value)) {
        const at = next.at ? `${next.at}.${name}` : name
        if (!isStorable(name)) return `a name in ${next.at || 'the body'}`
        open.push({ at, value: inner })
      }
    }
  }
  return undefined
}
