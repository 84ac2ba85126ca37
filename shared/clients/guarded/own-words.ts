/** What a vendor itself says of an answer that is not what was asked for. */

import { decodeBytes } from '../../domain/document/text/decode.ts'
import { plainText } from '../../domain/document/text/cut.ts'
import { HIDDEN } from '../../host/redact.ts'
import type { Answer } from './answer.ts'

const WORDS_MAX = 300
/** What is shorter is a word of the question, such as a ticker. */
const KEY_MIN = 8
const BODY_MAX = 64 * 1024
/** Under which names JSON answers say what is wrong. */
const NAMES = ['message', 'error', 'error_description', 'detail', 'msg', 'reason']

/** Its words, on one line; empty where it says nothing that people can read. */
export function ownWords({ body, headers, url }: Pick<Answer, 'body' | 'headers' | 'url'>): string {
  if (body.length === 0 || body.length > BODY_MAX) return ''
  const contentType = headers.get('content-type') ?? ''
  const { text } = decodeBytes(body, { contentType })
  return withoutKeys(wordsIn(parsed(text)) || plainWords(text, contentType), new URL(url))
}

/** Many repeat what they were asked with, and the key was part of it. */
function withoutKeys(words: string, { searchParams }: URL): string {
  return [...searchParams.values()]
    .filter((value) => value.length >= KEY_MIN)
    .reduce((left, value) => left.replaceAll(value, HIDDEN), words)
}

/** The words of a JSON answer, where it has some. */
export function wordsIn(value: unknown): string {
  if (typeof value !== 'object' || value === null) return ''
  const said = value as Record<string, unknown>
  for (const name of NAMES) {
    const one = said[name]
    if (typeof one === 'string' && /\p{L}/u.test(one)) return oneLine(one)
    const inside = wordsIn(one)
    if (inside !== '') return inside
  }
  return ''
}

/** Of an answer that calls itself plain text, or nothing; a page is no answer for people who ask an API. */
function plainWords(text: string, contentType: string): string {
  const isPlain = /^(?:text\/plain|)(?:;|$)/i.test(contentType.trim())
  return isPlain && !/[<{[]/.test(text) && /\p{L}/u.test(text) ? oneLine(text) : ''
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function oneLine(text: string): string {
  return plainText(text.replace(/\s+/g, ' ').trim(), WORDS_MAX)
}
