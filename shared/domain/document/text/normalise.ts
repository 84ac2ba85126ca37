/** Normalised text: the one form in which a document is stored, searched and quoted. */

/** Characters that show nothing: zero-width, direction marks, soft hyphen, byte-order mark, tags, selectors. */
const INVISIBLE =
  /\u034f|[\ufe00-\ufe0f]|[\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb\u{e0000}-\u{e01ef}]/gu
const CONTROL = /[^\P{Cc}\n\t]/gu
/** No language puts more marks on one letter (UAX 15, Stream-Safe Text). */
const MARKS_MAX = 30
const TOO_MANY = new RegExp(String.raw`\p{M}{${MARKS_MAX}}(?=\p{M})`, 'gu')
/** In pieces: one match of a million marks is more than an expression's stack holds. */
const MARKS = /\p{M}{1,512}/uy
const SPACES = /[^\S\n]+/g

/**
 * Text as it is stored: NFC, at most 30 marks on a letter, without invisible and control characters, one space between words,
 * one empty line between paragraphs.
 *
 * Normalising twice changes nothing, so offsets into the result stay good.
 */
export function normaliseText(text: string): string {
  const shown = text
    .toWellFormed()
    .replace(/\r\n?|[\u2028\u2029\u0085]/g, '\n')
    .replace(INVISIBLE, '')
    .replace(CONTROL, ' ')
  return boundMarks(shown)
    .normalize('NFC')
    .replace(SPACES, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

/** Marks past so many on one letter are left out: to put them in order takes the square of their number. */
function boundMarks(text: string): string {
  const kept: string[] = []
  let from = 0
  for (const found of text.matchAll(TOO_MANY)) {
    // A letter's marks are left out to their end, and not anew after each thirty.
    if (found.index < from) continue
    const end = found.index + found[0].length
    kept.push(text.slice(from, end))
    MARKS.lastIndex = end
    from = end
    while (MARKS.test(text)) from = MARKS.lastIndex
  }
  return from === 0 ? text : kept.join('') + text.slice(from)
}

/** Whatever looks alike as one: NFKC, with as few marks on a letter as `normaliseText` leaves. */
export function alike(text: string): string {
  return boundMarks(text).normalize('NFKC')
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
