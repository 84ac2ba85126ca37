/** Text from outside as every store, reader and wire takes it: the one wall, and safe to pass twice. */

import { beginning } from './cut.ts'

/** No single text from outside is longer than this; a document's own text has its own bound. */
const TEXT_MAX = 2_000_000

// Tab, line feed and carriage return are text; all else below a space, and DEL to U+009F, is none.
const CONTROL = /[^\P{Cc}\t\n\r]/gu

/** What windows-1252 shows at 0x80 to 0x9f, where a page that names another charset shows nothing (WHATWG HTML, 13.2.5.80). */
const WINDOWS_1252 = '€\0‚ƒ„…†‡ˆ‰Š‹Œ\0Ž\0\0‘’“”•–—˜™š›œ\0žŸ'

/**
 * Text without NUL, other controls (C0 and C1, but for tab and line ends) and half surrogates, at most
 * `max` UTF-16 units long. A control of the C1 range is mostly a letter or mark of windows-1252 read
 * as Latin-1, and becomes it.
 */
export function cleanText(text: string, max: number = TEXT_MAX): string {
  return beginning(text, max)
    .replace(CONTROL, (control) => {
      const shown = WINDOWS_1252[control.charCodeAt(0) - 0x80]
      return shown === undefined || shown === '\0' ? '' : shown
    })
    .replace(/[\ud800-\udfff]/gu, '')
}

/** The same of whatever may be text: anything else counts as missing. */
export function cleanTextOf(value: unknown, max: number = TEXT_MAX): string | null {
  return typeof value === 'string' ? cleanText(value, max) : null
}

/** A value of JSON with every text in it clean, names of fields included. */
export function cleanValue(value: unknown): unknown {
  if (typeof value === 'string') return cleanText(value, Number.POSITIVE_INFINITY)
  if (Array.isArray(value)) return value.map(cleanValue)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, one]) => [cleanText(name), cleanValue(one)]),
  )
}
