/** The one place where text is cut: never through a character, never into what a store refuses. */

/** The beginning of a text: at most `max` UTF-16 units, never half a character. */
export function beginning(text: string, max: number): string {
  if (text.length <= max) return text
  const last = text.charCodeAt(max - 1)
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? max - 1 : max)
}

/** The end of a text: at most `max` UTF-16 units, never half a character. */
export function endOf(text: string, max: number): string {
  if (text.length <= max) return text
  const first = text.charCodeAt(text.length - max)
  return text.slice(text.length - max + (first >= 0xdc00 && first <= 0xdfff ? 1 : 0))
}

/** At most `max` UTF-16 units for a person to read; what was cut off is told by an ellipsis. */
export function shortened(text: string, max: number): string {
  return text.length <= max ? text : `${beginning(text, max - 1)}…`
}

/** Text that PostgreSQL and any JSON reader take: no NUL, no half surrogates, at most `max` long. */
export function plainText(text: string, max: number): string {
  return beginning(text, max).toWellFormed().replaceAll('\0', '\ufffd')
}
