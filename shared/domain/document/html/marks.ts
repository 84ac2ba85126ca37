/** Character references of markup (`&amp;`, `&#8217;`, `&eacute`) as the characters they stand for. */

import { Parser } from 'htmlparser2'

let decoded = ''
const parser = new Parser(
  {
    ontext(text) {
      decoded += text
    },
  },
  { decodeEntities: true },
)

/** Text with its references decoded once; brackets stay as they are. */
export function decodeMarks(text: string): string {
  if (!text.includes('&')) return text
  decoded = ''
  parser.reset()
  // A bracket would begin a tag.
  parser.end(text.replaceAll('<', '&lt;'))
  return decoded
}
