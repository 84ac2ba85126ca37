/** Texts as Parquet keeps them: UTF-8, in its own order. */

import { ByteWriter } from 'hyparquet-writer'
import { deltaBinaryPack } from 'hyparquet-writer/src/delta.js'

export type Texts = { bytes: Uint8Array; bounds: { min?: string; max?: string } }

/** Lengths first, then all bytes in one: no text is touched by itself. */
export function encodeTexts(texts: readonly string[]): Texts {
  const { bytes, lengths, isOdd } = inUtf8(texts)
  const page = new ByteWriter(bytes.length + texts.length + SLACK)
  deltaBinaryPack(page, lengths, 'INT32')
  page.appendBytes(bytes)
  return { bytes: page.getBytes(), bounds: boundsOf(texts, isOdd) }
}

/** Each behind its length, as a dictionary has them. */
export function encodeTextsPlain(texts: readonly string[]): Texts {
  const { bytes, lengths, isOdd } = inUtf8(texts)
  const page = new ByteWriter(bytes.length + texts.length * 4 + SLACK)
  let from = 0
  for (const length of lengths) {
    page.appendUint32(length)
    page.appendBytes(bytes.subarray(from, (from += length)))
  }
  return { bytes: page.getBytes(), bounds: boundsOf(texts, isOdd) }
}

/** The writer grows by itself where that is too little. */
const SLACK = 64

type Utf8 = { bytes: Uint8Array; lengths: Int32Array; isOdd: boolean }

/** Half a character of two, which UTF-8 cannot hold, becomes the sign of what cannot be read. */
function inUtf8(texts: readonly string[]): Utf8 {
  const joined = texts.join('')
  const bytes = Buffer.from(joined)
  // As many bytes as units of text: all of it is ASCII.
  if (bytes.length === joined.length)
    return { bytes, lengths: Int32Array.from(texts, ({ length }) => length), isOdd: false }
  const whole = texts.map((text) => text.toWellFormed())
  return {
    bytes: Buffer.from(whole.join('')),
    lengths: Int32Array.from(whole, (text) => Buffer.byteLength(text)),
    isOdd: IN_HALVES.test(joined),
  }
}

/** Characters that take two units: by units they are not in the order of their code points, by bytes of UTF-8 they are. */
const IN_HALVES = /[\ud800-\udfff]/

function boundsOf(texts: readonly string[], isOdd: boolean): Texts['bounds'] {
  if (texts.length === 0) return {}
  let min = texts[0] as string
  let max = min
  for (let place = 1; place < texts.length; place += 1) {
    const text = texts[place] as string
    if (isOdd ? isLessInBytes(text, min) : text < min) min = text
    else if (isOdd ? isLessInBytes(max, text) : max < text) max = text
  }
  return { min, max }
}

const isLessInBytes = (one: string, other: string) =>
  Buffer.compare(Buffer.from(one), Buffer.from(other)) < 0
