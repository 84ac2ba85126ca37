/**
 * Which sentences of a body say something, and of whom: not the caution of lawyers, not what an
 * article says of its own writer, not the portrait of the company at its end; and `the company`
 * stands for whom the sentence before names.
 */

import type { Entity } from '../reading/reading.ts'
import { anyOf } from '../text/any-of.ts'
import type { Span } from '../text/sentences.ts'

const CAUTION = anyOf(
  String.raw`forward-looking (?:statements?|information)|safe harbor|private securities litigation reform`,
  String.raw`(?:actual )?results (?:may|could|might) differ|(?:could|may|might) cause (?:our )?actual results`,
  String.raw`subject to (?:a number of |various |certain |many |known and unknown )?(?:\w+ )?risks|involves? (?:\w+ )?risks?\b|risks and uncertainties|risk factors`,
  String.raw`no (?:duty|obligation) to (?:publicly )?update|undertakes? no (?:duty|obligation)|disclaims? any`,
  String.raw`past performance|not (?:an? )?(?:investment|financial) advice|for informational purposes|not (?:constitute |be )?an? (?:recommendation|solicitation|offer)|solicitation of an offer`,
  String.raw`(?:author|writer|i|motley fool)\b[^.]{0,40}\b(?:has|have|holds?|owns?) (?:no |a |any )?(?:positions?|shares) in|has a disclosure policy|received no compensation`,
  String.raw`all rights reserved|registered trademarks?|copyright (?:©|\(c\)|\d{4})|privacy policy|terms of (?:use|service)`,
  String.raw`sign up (?:now|today|here|(?:for|to) (?:our|receive|get))|subscribe (?:now|today|here|to our)|our (?:\w+[- ]){0,2}newsletters?|click here|follow us on|download (?:the|our) app`,
)
const BYLINE = /^\W*(?:additional )?(?:reporting|editing|writing|compiled) by\b/i
/** A line of its own, before which nothing more of the news stands. */
const PORTRAIT =
  /^(?:about (?:the )?[\p{Lu}][\p{L}\p{N}&.,'’ -]{1,50}|(?:cautionary|forward)[ -].{0,60}|safe harbor.{0,60}|disclosures?|disclaimer|(?:investor|media|press)? ?contacts?)\s*:?$/iu

/**
 * The sentences of a text that may say something of a company, in their order. A text of nothing else
 * keeps all of them.
 */
export function bearingSentences(text: string, sentences: readonly Span[]): Span[] {
  const kept: Span[] = []
  for (const sentence of sentences) {
    const said = text.slice(sentence.start, sentence.end).trim()
    // The first lines are what the text is about, whatever they look like.
    if (kept.length >= 2 && PORTRAIT.test(said)) break
    if (!CAUTION.test(said) && !BYLINE.test(said)) kept.push(sentence)
  }
  return kept.length > 0 ? kept : [...sentences]
}

const STANDS_FOR =
  /^(?:but |and |still,? |however,? |meanwhile,? )?(?:it|its|the (?:company|group|firm|bank|retailer|airline|carrier|maker|\w+maker|manufacturer|insurer|lender|start-?up|utility|miner|chain|giant)|(?:its |the )?(?:shares|stock))\b/i
const SPEAKS = /\b(?:we|our|the company|the group|its|net (?:sales|income|loss)|per share)\b/i

/**
 * Of whom a sentence speaks that names nobody: an index of `entities`, and whether the words say so;
 * undefined where nobody can be told. `last` names whom the sentence before spoke of.
 */
export function unnamedIn(
  said: string,
  entities: readonly Entity[],
  last: number | undefined,
): { index: number; isPlain: boolean } | undefined {
  const stands = STANDS_FOR.test(said.trim())
  if (entities.length === 1) return { index: 0, isPlain: stands || SPEAKS.test(said) }
  return stands && last !== undefined ? { index: last, isPlain: true } : undefined
}
