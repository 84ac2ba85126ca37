/**
 * Sentences that speak to whoever reads them by machine, and not to people: orders to a reader, forms
 * of its answer, marks of its prompt. No news is written so; they are neither shown to a model nor quoted.
 */

import { anyOf } from '../text/any-of.ts'
import { sentencesOf, type Span } from '../text/sentences.ts'

const TO_A_READER = [
  anyOf(
    String.raw`(?:ignore|disregard|forget|override|bypass|skip)\b.{0,40}\b(?:instructions?|prompts?|rules|guidelines|directives|context|constraints)`,
    String.raw`(?:new|updated|hidden|secret|special|real) (?:system )?(?:instructions?|prompt)`,
    String.raw`system (?:prompt|message|override|instruction|notice)|developer mode|jailbreak`,
    String.raw`you are (?:now |an? |the )?(?:\w+ )?(?:AI|assistant|language model|LLM|chatbot|analyst bot)`,
    String.raw`as an (?:AI|assistant|language model)|(?:dear|attention|note to|message (?:to|for)|hey) (?:the )?(?:\w+ )?(?:AI|assistant|model|LLM|bot|parser|classifier|reader)s?`,
    String.raw`(?:AI|language) (?:assistants?|models?|systems?|readers?|agents?) (?:must|should|shall|need to|are (?:required|instructed|asked)|reading this)`,
    String.raw`(?:set|assign|give|output|return|use) (?:the |a |an |its |your )?(?:sentiment(?:[_ ]score)?|confidence|impact(?:[_ ]score)?|catalyst|polarity)(?: score)? (?:to|of|as|at)`,
    String.raw`(?:respond|reply|answer) (?:only )?(?:with|in|as) (?:only |json|exactly |the word|positive|negative|neutral)|(?:respond|reply|output|print) only|output (?:json|the following|exactly)`,
    String.raw`(?:classify|label|mark|score) (?:this|it|the (?:text|article|document|news|company|stock)|\S+) (?:as|with) (?:strong(?:ly)? |very |extremely |most )?(?:positive|negative|bullish|bearish|neutral|a strong buy|1(?:\.0)?)`,
    String.raw`(?:ignore|disregard|forget) (?:all |everything |what |the )*(?:above|you (?:were|have been) told)`,
    String.raw`your (?:answer|response|reply|output)s?|(?:in|render) your message`,
    String.raw`(?:answer|respond|reply)\b.{0,40}\b(?:positive|negative|neutral|bullish|bearish)|say that \S+ is (?:positive|a buy)|say positive$`,
    String.raw`(?:return|output) (?:the )?sentiment|rate 1\.0|rate (?:it|this|the (?:stock|company|article|text|news)) (?:as )?positive|and (?:rate|call) \S+ (?:as )?(?:positive|a (?:strong )?buy)`,
    String.raw`(?:must|should|is to|has to) be (?:read|rated|marked|labelled|scored) (?:as )?(?:positive|negative|neutral|bullish|bearish)`,
    String.raw`is positive[,;]? (?:and |with )?(?:cite|quote|confidence|impact|sentence) ?\d?|\bpositive, \w+, (?:sentence )?\d`,
    String.raw`(?:cite|quote|use|include|repeat) (?:this |all |every |only |each |the )*sentences?|by sentence \d+|sentences? \d+ (?:only|alone|to \d+ are)`,
    String.raw`(?:order|instruction|command|message)s?\b.{0,30}\bto the (?:model|AI|reader|assistant)|you are now (?:an?|the)|decode (?:and|this|the following)`,
  ),
  /\b(?:sentiment(?:_score)?|confidence|impact(?:_score)?|is_event)"?\s*[:=]\s*"?[\w.+-]/i,
  /<\|?\/?(?:im_start|im_end|system|assistant|user|endoftext|s)\|?>|\[\/?INST\]|<<<|>>>|###\s*(?:instruction|system|response)/i,
  /"(?:companies|ticker|quotes|catalyst)"\s*:|"\s*:\s*[[{]|\[\s*"\w+"\s*,/,
  /^\W*(?:system|assistant|user|developer|operator|prompt|instructions?)\s*:/i,
  // The order of all orders, in other languages.
  /\bignor(?:iere?n?|ez|a|e|uj|eer)\b.{0,60}(?:anweisung|instru[cç]|istruz|consigne|instructies|polece)/i,
  /игнорир.{0,60}(?:инструкц|указан)|(?:忽略|无视|無視).{0,30}(?:指令|指示|说明|命令)|(?:指示|指令|命令).{0,12}(?:無視|忽略)/i,
  /지시.{0,12}무시|تجاهل.{0,40}تعليمات|निर्देश.{0,20}(?:अनदेखा|नज़रअंदाज़)/,
  // Letters set apart, and words no person reads: base64.
  /(?:^|\s)(?:\p{L} ){5,}/u,
  /(?<![\w+/])(?=[A-Za-z+/]{0,64}\d)(?=[\w+/]{0,64}[a-z][A-Z])[A-Za-z\d+/]{40,}/,
]

/** Whether a sentence gives orders to a machine that reads it. */
export function addressesReader(sentence: string): boolean {
  return TO_A_READER.some((pattern) => pattern.test(sentence))
}

/** The sentences of a text that do. */
export function addressedIn(text: string): Span[] {
  return sentencesOf(text).filter(({ start, end }) => addressesReader(text.slice(start, end)))
}

/** The text with what speaks to its reader blanked out; offsets stay. */
export function withoutAddressed(text: string, addressed: readonly Span[]): string {
  return addressed.reduce(
    (kept, { start, end }) => kept.slice(0, start) + ' '.repeat(end - start) + kept.slice(end),
    text,
  )
}
