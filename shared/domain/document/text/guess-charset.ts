/**
 * Which character set bytes are in, told from how well they read in each.
 *
 * A reading earns points for each byte past ASCII: ordinary letters of a script, standing where
 * its letters stand, earn; rare characters, broken ones and letters amid those of another script cost.
 * Tables of ordinary characters come from the decoders themselves: the first level of each
 * national standard, which was drawn up by how often characters are used.
 */

import { alphabet, ideographs, japanese, latin, level, macintosh, type Judge } from './readings.ts'

const SAMPLE_BYTES = 6_000
const CANDIDATES = [
  'windows-1252',
  'gbk',
  'big5',
  'shift_jis',
  'euc-jp',
  'euc-kr',
  'windows-1251',
  'koi8-r',
  'windows-1253',
  // Where it reads no better than the first it is not it: only tables of old Macs are in it.
  'macintosh',
] as const

/** The most frequent characters of running text and of headlines. */
const FREQUENT = {
  gbk: '的一是了在人有我他这中大来上国个到说们为子和你地出道也时年得就那要下以生会自着去之过家学对可她里后小么心多天而能好都然没日于起还发成事只作当想看文无开手十用主行方又如前所本见经头面公同三已老从动两长知民样现分将外但身些与高意进把法此实回二理美点月明其种声全工己话儿者向情部正名定女问力机给等几很业最间新什打便位因重被走电四第门相次东政海口使教西再平真听世气信北少关并内加化由却代军产入先山五太水万市股价涨跌报财亿元银司投资券',
  big5: '的一是了在人有我他這中大來上國個到說們為子和你地出道也時年得就那要下以生會自著去之過家學對可她里後小麼心多天而能好都然沒日於起還發成事只作當想看文無開手十用主行方又如前所本見經頭面公同三已老從動兩長知民樣現分將外但身些與高意進把法此實回二理美點月明其種聲全工己話兒者向情部正名定女問力機給等幾很業最間新什打便位因重被走電四第門相次東政海口使教西再平真聽世氣信北少關並內加化由卻代軍產入先山五太水萬市股價漲跌報財億元銀司投資券',
  'euc-kr':
    '이다는의을를에가고하은한로지기도사자서리시전인일대어그정부수나라아해으원장과상스보주국제구만면성들유경여조관있년계선적했회업신세공연우미안화트증동비안된결러소무진방분모식까오던주가',
} as const

const judges = new Map<string, Judge>()

/** True where there is a measure of how well a text reads in it. */
export function isJudged(charset: string): boolean {
  return (CANDIDATES as readonly string[]).includes(charset) || charset === 'gb18030'
}

/** Points for each byte past ASCII that reading the sample so earns; at most 3. */
export function plausibility(sample: Uint8Array, charset: string): number {
  const high = highBytes(sample)
  if (high === 0) return 0
  return judgeOf(charset)(read(sample, charset)) / high
}

/** The best reading; windows-1252 where none is good, as in browsers. */
export function guessCharset(sample: Uint8Array): { charset: string; score: number } {
  let best: { charset: string; score: number } = { charset: 'windows-1252', score: 0 }
  for (const charset of CANDIDATES) {
    const score = plausibility(sample, charset)
    if (score > best.score) best = { charset, score }
  }
  return best
}

/** Share of what is past ASCII that cannot be read so. */
export function brokenShare(sample: Uint8Array, charset: string): number {
  const text = read(sample, charset)
  const shown = text.match(/[^\0-\x7f]/gu)?.length ?? 0
  const broken = (text.match(/\ufffd/g)?.length ?? 0) - (charset === 'utf-8' ? told(sample) : 0)
  return shown === 0 ? 0 : broken / shown
}

/** U+FFFD that stands in the bytes themselves: somebody before us could not read it, and said so. */
function told(sample: Uint8Array): number {
  return Buffer.from(sample).toString('latin1').split('\u00ef\u00bf\u00bd').length - 1
}

/**
 * The stretches of a text that have bytes past ASCII, cut where no character of any set goes on:
 * at spaces, line breaks and angle brackets.
 */
export function sampleOf(bytes: Uint8Array): Uint8Array {
  const kept: Uint8Array[] = []
  let [from, length, isHigh] = [0, 0, false]
  for (let at = 0; at <= bytes.length && length < SAMPLE_BYTES; at += 1) {
    const byte = bytes[at] ?? 0x20
    if (byte >= 0x80) isHigh = true
    else if (byte <= 0x20 || byte === 0x3c || byte === 0x3e) {
      if (isHigh) {
        const stretch = bytes.subarray(from, Math.min(at + 1, bytes.length))
        kept.push(stretch)
        length += stretch.length
      }
      from = at + 1
      isHigh = false
    }
  }
  return Buffer.concat(kept)
}

function read(sample: Uint8Array, charset: string): string {
  return new TextDecoder(charset === 'gbk' ? 'gb18030' : charset).decode(sample, { stream: true })
}

function highBytes(sample: Uint8Array): number {
  let count = 0
  for (const byte of sample) if (byte >= 0x80) count += 1
  return count
}

function judgeOf(charset: string): Judge {
  const known = judges.get(charset) ?? makeJudge(charset)
  judges.set(charset, known)
  return known
}

function makeJudge(charset: string): Judge {
  switch (charset) {
    case 'gbk':
    case 'gb18030':
      return ideographs(level('gbk', 0xb0, 0xd7), FREQUENT.gbk)
    case 'big5':
      return ideographs(level('big5', 0xa4, 0xc6), FREQUENT.big5)
    case 'euc-kr':
      // All of Korean stands in these rows, half of Chinese does too.
      return ideographs(level('euc-kr', 0xb0, 0xc8), FREQUENT['euc-kr'], { usual: 4, rare: -6 })
    case 'shift_jis':
    case 'euc-jp':
    case 'iso-2022-jp':
      return japanese(level('euc-jp', 0xb0, 0xcf))
    case 'windows-1251':
    case 'koi8-r':
    case 'windows-1253':
      return alphabet(
        charset === 'windows-1253' ? /\p{Script=Greek}/u : /[\u0401\u0410-\u044f\u0451]/,
      )
    case 'macintosh':
      return macintosh
    default:
      return latin
  }
}
