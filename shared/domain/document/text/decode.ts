/** The one place where bytes from outside become text, in the character set that they are really in. */

import { beginning } from './cut.ts'
import { brokenShare, guessCharset, isJudged, plausibility, sampleOf } from './guess-charset.ts'

export type Decoded = {
  text: string
  /** By its name in the Encoding Standard: `utf-8`, `windows-1252`, `gbk`. */
  charset: string
  /** True where nothing declared it, or what was declared is not so. */
  guessed: boolean
}

const MARKS: [number[], string][] = [
  [[0xef, 0xbb, 0xbf], 'utf-8'],
  [[0xfe, 0xff], 'utf-16be'],
  [[0xff, 0xfe], 'utf-16le'],
]
/** Declarations stand near the beginning; some pages put scripts before theirs. */
const HEAD_BYTES = 8_192
/** Fewer bytes that are no UTF-8 are faults in UTF-8: a cut character, a pasted comment. */
const BROKEN_MAX = 0.2
/** As many faults may stand beside good UTF-8 where the other reading were a Western one. */
const MIXED_MAX = 0.5
/** A declaration is a lie only where another reading is so much better. */
const MARGIN = 0.75
const STRONG = 2

/**
 * Reads bytes as text by byte-order mark, then by what HTTP says, then by what the text itself
 * declares; what is declared counts only where the bytes agree. Else UTF-8 where it is valid, else
 * what reads best. The mark is no part of the text; past `bytesMax` nothing is read.
 */
export function decodeBytes(
  bytes: Uint8Array,
  { contentType = '', bytesMax = Number.POSITIVE_INFINITY } = {},
): Decoded {
  const part = bytes.subarray(0, Math.min(bytes.length, bytesMax))
  const isCut = part.length < bytes.length
  const marked = markOf(part)
  if (marked) return decodeAs(marked, part, isCut, false)
  const wide = wideCharset(part)
  if (wide) return decodeAs(wide, part, isCut, true)
  const declared = declarationsOf(part, contentType)
  const [first] = declared
  // Most are: nothing has to be tried.
  const clean = first === 'utf-8' ? cleanUtf8(part, isCut) : undefined
  if (clean !== undefined) return { text: clean, charset: 'utf-8', guessed: false }
  const sample = sampleOf(part)
  if (sample.length === 0) {
    const escaped = isEscapedJapanese(part) ? 'iso-2022-jp' : undefined
    const charset = escaped ?? (first && isWide(first) ? 'utf-8' : (first ?? 'utf-8'))
    return decodeAs(charset, part, isCut, escaped !== undefined && first !== escaped)
  }
  if (brokenShare(sample, 'utf-8') < BROKEN_MAX && !isShortAndDeclared(sample, first)) {
    return decodeAs('utf-8', part, isCut, first !== 'utf-8')
  }
  const stated = declared.find((charset) => isFit(charset, sample))
  if (stated) return decodeAs(stated, part, isCut, stated !== first)
  const guess = guessCharset(sample).charset
  // Western letters hardly ever make a character of UTF-8: one pasted title does not spoil the others.
  const mixed = guess === 'windows-1252' && brokenShare(sample, 'utf-8') <= MIXED_MAX
  return mixed
    ? decodeAs('utf-8', part, isCut, first !== 'utf-8')
    : decodeAs(guess, part, isCut, true)
}

/** True for bytes that are no text at all: pictures, archives, PDF. */
export function isBinary(bytes: Uint8Array): boolean {
  const head = bytes.subarray(0, 1_024)
  if (markOf(head) || wideCharset(head)) return false
  if (Buffer.from(head.subarray(0, 5)).toString('latin1') === '%PDF-') return true
  // Text has no zeros but by a slip, here and there one.
  return head.filter((byte) => byte === 0).length > head.length / 100 + 1
}

function markOf(bytes: Uint8Array): string | undefined {
  return MARKS.find(([mark]) => mark.every((byte, index) => bytes[index] === byte))?.[1]
}

function decodeAs(charset: string, bytes: Uint8Array, isCut: boolean, guessed: boolean): Decoded {
  // GB 18030 holds all of GBK. In a stream, half a character at the cut is not told as a fault.
  const decoder = new TextDecoder(charset === 'gbk' ? 'gb18030' : charset)
  const text = decoder.decode(bytes, { stream: isCut })
  return { text: beginning(text, text.length), charset, guessed }
}

function cleanUtf8(bytes: Uint8Array, isCut: boolean): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: isCut })
  } catch {
    return undefined
  }
}

/** Some pairs of GBK look like UTF-8; so few bytes are believed to be what they are said to be. */
function isShortAndDeclared(sample: Uint8Array, declared: string | undefined): boolean {
  const pairs = /^(?:gbk|gb18030|big5|shift_jis|euc-jp|euc-kr)$/
  if (declared === undefined || !pairs.test(declared) || sample.length > 64) return false
  return plausibility(sample, declared) > plausibility(sample, 'utf-8')
}

function isFit(charset: string, sample: Uint8Array): boolean {
  if (charset === 'utf-8' || isWide(charset)) return false
  if (brokenShare(sample, charset) > 0.02) return false
  const guess = guessCharset(sample)
  // A set that is not measured is believed, unless the bytes read well in quite another script.
  if (!isJudged(charset)) return guess.charset === 'windows-1252' || guess.score < STRONG
  return guess.score < plausibility(sample, charset) + MARGIN
}

function isWide(charset: string): boolean {
  return charset.startsWith('utf-16')
}

/** UTF-16 without a mark: in any language half the bytes of its spaces and line breaks are zero. */
function wideCharset(bytes: Uint8Array): string | undefined {
  const head = bytes.subarray(0, 4_096 - (bytes.length % 2 && bytes.length < 4_096 ? 1 : 0))
  if (head.length < 4) return undefined
  if (!head.includes(0)) return undefined
  const zeros: [number, number] = [0, 0]
  for (const [index, byte] of head.entries()) if (byte === 0) zeros[(index % 2) as 0 | 1] += 1
  const [even, odd] = zeros
  const enough = Math.max(2, head.length / 40)
  // Where zeros stand on one side only, and no two in a row.
  if (odd >= enough && even === 0) return isUtf16(head, 'utf-16le') ? 'utf-16le' : undefined
  if (even >= enough && odd === 0) return isUtf16(head, 'utf-16be') ? 'utf-16be' : undefined
  return undefined
}

function isUtf16(head: Uint8Array, charset: string): boolean {
  const text = new TextDecoder(charset).decode(head, { stream: true })
  const odd = text.match(/[\ufffd\p{Co}\p{Cn}]|(?!\s)\p{Cc}/gu)?.length ?? 0
  return odd <= text.length / 100
}

function isEscapedJapanese(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(0, HEAD_BYTES)).toString('latin1').includes('\x1b$B')
}

/** What HTTP says, then what the text says: an XML declaration, a `meta` element. */
function declarationsOf(bytes: Uint8Array, contentType: string): string[] {
  const head = Buffer.from(bytes.subarray(0, HEAD_BYTES)).toString('latin1')
  const labels = [
    /charset\s*=\s*["']?\s*([\w:.-]+)/i.exec(contentType)?.[1],
    /^\s*<\?xml\s[^>]{0,200}?encoding\s*=\s*["']\s*([\w:.-]+)/i.exec(head)?.[1],
    /<meta\s[^<>]{0,500}?charset\s*=\s*["']?\s*([\w:.-]+)/i.exec(head)?.[1],
  ]
  return labels.flatMap((label) => {
    if (label === undefined) return []
    try {
      return [new TextDecoder(label).encoding]
    } catch {
      return []
    }
  })
}
