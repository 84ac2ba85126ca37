/**
 * The sheet a model reads: sentences that bear on what is asked, numbered, within a bound of tokens.
 *
 * It holds the first sentences that name each company asked about, and the one behind such a one where
 * it speaks of the same by the rules' word. What speaks to the reader itself is left out: a model cannot
 * obey what it never sees. Where the question is about the text as a whole, it holds its beginning.
 */

import { estimateTokens } from '../../../domain/agent/tokens.ts'
import type { Entity } from '../../../domain/document/reading/reading.ts'
import { addressesReader } from '../../../domain/document/reading/addressed.ts'
import { wholeBeginning } from '../../../domain/document/text/cut.ts'
import { sentencesOf, type Span } from '../../../domain/document/text/sentences.ts'
import { bearingSentences, unnamedIn } from '../../../domain/document/tone/bearing.ts'

/** A sentence by its number on the sheet, from 1. */
export type SheetLine = {
  number: number
  span: Span
  shown: string
  /** Indexes of the entities that it names; all, of one that has no place in the text. */
  names: number[]
}

export type Sheet = {
  lines: SheetLine[]
  tokens: number
  /** More bears on the question than is shown: it did not fit into the tokens, or a line was too long. */
  wasCut: boolean
  /** Sentences left out because they speak to the reader. */
  addressed: Span[]
}

const LINES_MAX = 40
const LINE_CHARS_MAX = 180
/** News tells first what matters: what speaks of a company for the third time seldom turns it. */
const NAMING_MAX = 2
/** Of a text that is read for an entity it does not name, and of one that is read as a whole. */
const AT_LARGE_MAX = 12
/** Number, space and line end. */
const LINE_TOKENS = 3

/** The lines of a text about entities; of none where the question is about the text as a whole. */
export function sheetOf(text: string, entities: readonly Entity[], tokensMax: number): Sheet {
  const sheet: Sheet = { lines: [], tokens: 0, wasCut: false, addressed: [] }
  const plain = sentencesOf(text).filter((span) => {
    const isOrder = addressesReader(text.slice(span.start, span.end))
    if (isOrder) sheet.addressed.push(span)
    return !isOrder
  })
  const bears = openBearing(text, entities)
  for (const span of bearingSentences(text, plain)) {
    const names = bears(span)
    if (names && !append(sheet, text, { span, names }, tokensMax)) break
  }
  return sheet
}

/** Whom a sentence names, where it is to be shown. */
function openBearing(text: string, entities: readonly Entity[]) {
  const times = entities.map(() => 0)
  let [shown, last] = [0, undefined as number | undefined]
  const isWanted = (index: number) => {
    const isAtLarge = entities[index]?.occurrences.length === 0
    return (times[index] ?? 0) < (isAtLarge ? AT_LARGE_MAX : NAMING_MAX)
  }
  return (span: Span): number[] | undefined => {
    if (entities.length === 0) return shown++ < AT_LARGE_MAX ? [] : undefined
    const names = namesIn(entities, span)
    const before = last
    last = names.find(isWanted)
    if (last === undefined && names.length > 0) return undefined
    if (names.length === 0) {
      const said = text.slice(span.start, span.end)
      if (before === undefined || !isWanted(before)) return undefined
      if (!unnamedIn(said, entities, before)?.isPlain) return undefined
      times[before] = (times[before] ?? 0) + 1
      last = before
      return []
    }
    for (const index of names) times[index] = (times[index] ?? 0) + 1
    return names
  }
}

function namesIn(entities: readonly Entity[], { start, end }: Span): number[] {
  return entities.flatMap(({ occurrences }, index) => {
    const isHere = occurrences.some((one) => one.start >= start && one.start < end)
    return isHere || occurrences.length === 0 ? [index] : []
  })
}

/** False where it does not fit any more. */
function append(
  sheet: Sheet,
  text: string,
  { span, names }: Pick<SheetLine, 'span' | 'names'>,
  tokensMax: number,
): boolean {
  const whole = text.slice(span.start, span.end).replaceAll(/\s+/g, ' ').trim()
  const shown = wholeBeginning(whole, LINE_CHARS_MAX)
  const tokens = estimateTokens(shown) + LINE_TOKENS
  if (sheet.lines.length >= LINES_MAX || sheet.tokens + tokens > tokensMax) {
    sheet.wasCut = true
    return false
  }
  sheet.tokens += tokens
  sheet.wasCut ||= shown.length < whole.length
  sheet.lines.push({ number: sheet.lines.length + 1, span, shown, names })
  return true
}
