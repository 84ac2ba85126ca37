/** The one place where text is cut: never through a character, never into what a store refuses. */

import { sentencesOf } from './sentences.ts'

/** The beginning of a text: at most `max` UTF-16 units, never half a character. */
export function beginning(text: string, max: number): string {
  if (text.length <= max) return text
  const last = text.charCodeAt(max - 1)
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? max - 1 : max)
}

/** What stands behind a point and tells whether it ends a sentence is not further away. */
const LOOK_AHEAD = 8
/** A cut at a sentence that loses more than this share of the room is made at a word instead. */
const LOST_MAX = 0.5

/**
 * The beginning of a text for a reader of its meaning: at most `max` UTF-16 units, ended behind a whole
 * sentence, else behind a whole word; half a word may mean something else. It is shorter than the text
 * exactly where something was cut off.
 */
export function wholeBeginning(text: string, max: number): string {
  if (text.length <= max) return text
  const sentences = sentencesOf(beginning(text, max + LOOK_AHEAD))
  const end = sentences.findLast((sentence) => sentence.end <= max)?.end ?? 0
  return end >= max * LOST_MAX ? text.slice(0, end) : wordsWithin(text, max)
}

/** A single word that is longer than all the room is cut after all. */
function wordsWithin(text: string, max: number): string {
  const room = beginning(text, max)
  if (/^\s/.test(text.slice(room.length))) return room.trimEnd()
  return room.slice(0, Math.max(0, room.search(/\s\S*$/))).trimEnd() || room
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
