/** Normalised text: the one form in which a document is stored, searched and quoted. */

/** Characters that show nothing: zero-width, direction marks, soft hyphen, byte-order mark. */
const INVISIBLE =
  /[\u00ad\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb]/g
const CONTROL = /[^\P{Cc}\n\t]/gu
const SPACES = /[^\S\n]+/g

/**
 * Text as it is stored: NFC, without invisible and control characters, one space between words,
 * one empty line between paragraphs.
 *
 * Normalising twice changes nothing, so offsets into the result stay good.
 */
export function normaliseText(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?|[\u2028\u2029\u0085]/g, '\n')
    .replace(INVISIBLE, '')
    .replace(CONTROL, ' ')
    .normalize('NFC')
    .replace(SPACES, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

/** One line: what a title or a name may be. */
export function oneLine(text: string): string {
  return normaliseText(text).replace(/\n+/g, ' ')
}

/**
 * Title and body as one text, the title first and told once.
 *
 * The title's offsets are [0, titleLength).
 */
export function composeText(title: string, body: string): { text: string; titleLength: number } {
  if (title === '') return { text: body, titleLength: 0 }
  if (body === '') return { text: title, titleLength: title.length }
  if (body.startsWith(title)) return { text: body, titleLength: title.length }
  return { text: `${title}\n\n${body}`, titleLength: title.length }
}

/** How many words a text has, counted up to `max`. */
export function countWords(text: string, max = Number.POSITIVE_INFINITY): number {
  const word = /[\p{L}\p{N}][\p{L}\p{N}'’.&-]*/gu
  let count = 0
  while (count < max && word.exec(text)) count += 1
  return count
}
