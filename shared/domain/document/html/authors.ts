/** Who wrote a page, where it says so: names of people, never that of the site or of its software. */

import { beginning } from '../text/cut.ts'
import { plainLine } from './markup.ts'

const NAMES_MAX = 6
const LINE_MAX = 500
const PREFIX =
  /^(?:(?:written|posted|published|reported|edited|created|submitted|article|words|story|text)\s+)?(?:by|von|por|par|di|door|autor(?:in)?|author|écrit par|scritto da|text)\b\s*:?\s+/iu
/** Nobody's name. */
const NOBODY =
  /^(?:admin(?:istrator)?|super ?user|root|webmaster|web ?team|editor(?:ial|s)?(?: (?:team|staff|board|desk))?|staff(?: (?:writer|reporter))?|news ?(?:desk|room|team)|redaktion|redaction|rédaction|la rédaction|redacción|redazione|redactie|redakcja|redacao|redação|guest|no author|unknown|anonymous|author|user|team|reporter|correspondent|contributors?|newsroom|press release|publisher|an[oó]nim[oa]|null|none|undefined|default|test|wordpress|blogger)\b/iu
const NO_NAME =
  /[@/\\<>{}=]|https?:|www\.|\.(?:com|org|net|de|ch|at|info)\b|\d{2}|\b(?:redaktion|editorial|facebook|twitter|rights reserved|germany|ministerium|bundesverband|gmbh|inc|ltd|llc|ag|e\.v\.?|co\. kg|news|zeitung|magazin|verlag|blog|copyright|photo|foto|updated|published|minutes?|read|share|follow|comments?|subscribe|views?|posted|january|february|march|april|june|july|august|september|october|november|december|am|pm)\b/iu
const PARTICLE =
  /^(?:de|da|di|du|del|della|van|von|der|den|ten|ter|zu|la|le|al|el|bin|ibn|and|of|y|e|dos|das|do|st\.?)$/i

/**
 * The names in a byline, or null where it names nobody.
 *
 * @param sites what the site calls itself: a site that signs is no author.
 */
export function authorsIn(
  text: string | null,
  sites: readonly (string | null)[] = [],
): string | null {
  if (text === null) return null
  const site = new Set(sites.map((name) => keyOf(name ?? '')).filter(Boolean))
  const names = split(plainLine(beginning(text, LINE_MAX)))
    .map((name) => name.replace(PREFIX, '').replace(/^[\s,.;:|–—-]+|[\s,;:|–—-]+$/g, ''))
    .filter((name) => name !== '' && name.length <= 60)
    .filter((name) => !NOBODY.test(name) && !NO_NAME.test(name) && !site.has(keyOf(name)))
  const known = [...new Set(names)].slice(0, NAMES_MAX)
  return known.length > 0 ? known.join(', ') : null
}

/** The same of what a page only shows: there each word must look like one of a name. */
export function authorsShown(text: string, sites: readonly (string | null)[] = []): string | null {
  const line = plainLine(beginning(text, LINE_MAX))
  const isSaid = PREFIX.test(line)
  const names = split(line.replace(PREFIX, '')).filter((name) => looksLikeName(name, isSaid))
  return names.length === 0 ? null : authorsIn(names.join(', '), sites)
}

function split(line: string): string[] {
  return line
    .replace(PREFIX, '')
    .split(/\s*(?:,|;|\||\/|\n|·|•| – | — | - |\b(?:and|und|et|y|with|mit)\b|&)\s*/u)
}

function looksLikeName(name: string, isSaid: boolean): boolean {
  const words = name.trim().split(/\s+/)
  if (/^[\p{Script=Han}]{2,4}$/u.test(name)) return isSaid
  if (words.length < (isSaid ? 1 : 2) || words.length > 5) return false
  return words.every((word) => PARTICLE.test(word) || /^\p{Lu}[\p{L}'’.-]*$/u.test(word))
}

function keyOf(name: string): string {
  return name
    .toLowerCase()
    .replace(/^www\.|\.(?:com|org|net|de|co\.uk|fr|es|it|at|ch|eu|info)$/g, '')
    .replace(/[^\p{L}\p{N}]+/gu, '')
}
