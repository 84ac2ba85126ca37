/** Texts of one SMS: 160 units of the GSM alphabet (3GPP TS 23.038), whatever the text held before. */

/** Characters of one unit, and those that take two; what is missing in both has a stand-in below. */
const ONE = new Set(
  '@£$¥èéùìòÇ\nØøÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
)
const TWO = new Set('^{}\\[~]|€')
const STAND_INS: ReadonlyMap<string, string> = new Map([
  ['‘', "'"],
  ['’', "'"],
  ['“', '"'],
  ['”', '"'],
  ['–', '-'],
  ['—', '-'],
  ['−', '-'],
  ['…', '...'],
  ['≥', '>='],
  ['≤', '<='],
  ['×', 'x'],
  ['`', "'"],
])

const SMS_UNITS_MAX = 160

/** Units that a text of the GSM alphabet takes. */
export function gsmUnits(text: string): number {
  return Array.from(text).reduce((sum, letter) => sum + (TWO.has(letter) ? 2 : 1), 0)
}

/** The text in the GSM alphabet; an accent it lacks goes, and what it has no word for is `?`. */
function gsmText(text: string): string {
  return Array.from(text.normalize('NFC'), inGsm).join('')
}

/** `text`, cut where it must be, with `end` whole behind it: one SMS. */
export function smsText(text: string, end = ''): string {
  const tail = end === '' ? '' : ` ${gsmText(end)}`
  const room = SMS_UNITS_MAX - gsmUnits(tail)
  const whole = gsmText(text.replaceAll(/\s+/g, ' ').trim())
  // A link that alone is too long is left out: the text tells more.
  if (room < 40) return smsText(text)
  if (gsmUnits(whole) <= room) return whole + tail
  let cut = ''
  for (const letter of whole) {
    if (gsmUnits(cut + letter) > room - 3) break
    cut += letter
  }
  return `${cut.trimEnd()}...${tail}`
}

function inGsm(letter: string): string {
  if (ONE.has(letter) || TWO.has(letter)) return letter
  const standIn = STAND_INS.get(letter)
  if (standIn !== undefined) return standIn
  const [base = ''] = letter.normalize('NFD')
  return ONE.has(base) ? base : '?'
}
