/** Text that PostgreSQL and any JSON reader can keep: no NUL, no half of a character. */

/** What is said of text that is not. */
export const UNSTORABLE = 'text with a NUL or half a character cannot be kept'

export function isStorable(text: string): boolean {
  return text.isWellFormed() && !text.includes('\0')
}

/** Deeper than anything that is sent on purpose. */
const DEPTH_MAX = 32

/** Whether a JSON value is nested deeper than any of ours; it is looked at level by level. */
export function isTooDeep(value: unknown): boolean {
  let level = [value]
  for (let depth = 0; level.length > 0; depth += 1) {
    if (depth > DEPTH_MAX) return true
    level = level.flatMap((one) =>
      one !== null && typeof one === 'object' ? Object.values(one as object) : [],
    )
  }
  return false
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
