/** When a page says that it was published: in what it declares, in what it shows, in its address. */

import { readMoment } from '../text/instant.ts'
import { textOf } from './blocks.ts'
import type { Element } from './tree.ts'

const MONTH = String.raw`\p{L}{3,12}\.?`
const DAY = String.raw`\d{1,2}(?:\.|st|nd|rd|th|er|º)?`
const CLOCK = String.raw`(?:[ ,|–—·@-]*(?:at|um|à|a las|alle|kl\.?)?[ ]*\d{1,2}[:.h]\d{2}(?::\d{2})?(?:[ ]?(?:uhr|[ap]\.?m\.?))?(?:[ ]?\(?(?:[A-Z]{2,4}\b|[+-]\d{2}:?\d{2}))?)?`
const YEAR = String.raw`(?:19|20)\d{2}`
/** A day with its year as people write it; the clock's time where it follows. */
const WRITTEN = new RegExp(
  [
    String.raw`${YEAR}-\d{1,2}-\d{1,2}(?:[T ]\d{1,2}:\d{2}(?::\d{2})?(?:Z|[+-]\d{2}:?\d{2})?)?`,
    String.raw`${YEAR}\s?[年년./]\s?\d{1,2}\s?[月월./]\s?\d{1,2}\s?[日일]?(?:\s+\d{1,2}:\d{2})?`,
    String.raw`\d{1,2}[./-]\d{1,2}[./-](?:${YEAR}|\d{2})${CLOCK}`,
    String.raw`${DAY}(?: de)? ${MONTH},?(?: del?)? ${YEAR}${CLOCK}`,
    String.raw`${MONTH} ${DAY},? ${YEAR}${CLOCK}`,
  ]
    .map((form) => String.raw`(?<![\d.,/-])${form}(?!\d)`)
    .join('|'),
  'giu',
)
const IN_ADDRESS = /(?<!\d)((?:19|20)\d{2})[/_-]?(0[1-9]|1[0-2])[/_-]?(0[1-9]|[12]\d|3[01])(?!\d)/
const SAYS_SO =
  /(?:published|posted|first published|date|written|veröffentlicht|erstellt|erschienen|publié|publicado|pubblicato|opublikowano|gepubliceerd|posted on|stand)(?: (?:on|am|le|el|il|op))?\W{0,3}$/iu
const BESIDE =
  /related|comment|sidebar|recirc|teaser|popular|widget|footer|nav|trending|latest|event/i
const NEAR = 700

/** What an author's pen or a machine wrote as a date; null where it is none. */
export function readDate(text: string | null): Date | null {
  if (text === null) return null
  const moment = readMoment(text.replace(/^\D{3,}?:\s*/, '')) ?? readMoment(text)
  const [found] = moment ? [] : (text.match(WRITTEN) ?? [])
  const at = moment?.at ?? (found === undefined ? null : (readMoment(tidy(found))?.at ?? null))
  // Earlier dates are the zero of some clock.
  return at !== null && at.getUTCFullYear() >= 1990 ? at : null
}

/** The first of the elements whose machine-readable or shown date can be read. */
export function dateOfElements(elements: readonly Element[]): Date | null {
  for (const wanted of [isStated, isTimed, isNamed]) {
    for (const element of elements) {
      if (!wanted(element) || isBeside(element)) continue
      const { content, datetime, title } = element.attributes
      for (const text of [content, datetime, title, textOf(element, 300)]) {
        const at = readDate(text ?? null)
        if (at) return at
      }
    }
  }
  return null
}

function isStated({ attributes, name }: Element): boolean {
  return (
    /datePublished|dateCreated/.test(attributes['itemprop'] ?? attributes['property'] ?? '') ||
    'pubdate' in attributes ||
    (/^(?:abbr|time|span)$/.test(name) &&
      /(?:^|\s)(?:dt-)?published|entry-date/.test(attributes['class'] ?? ''))
  )
}

function isTimed({ name }: Element): boolean {
  return name === 'time'
}

function isNamed({ name }: Element): boolean {
  return name !== 'time' && name !== 'meta'
}

/** Times and names of what else there is to read stand in parts of their own. */
export function isBeside(element: Element): boolean {
  let [at, level]: [Element | null, number] = [element, 0]
  for (; at && level < 6; at = at.parent, level += 1) {
    if (/^(?:nav|aside|footer)$/.test(at.name)) return true
    if (level > 0 && /^(?:body|main|html)$/.test(at.name)) return false
    if (BESIDE.test(`${at.attributes['class'] ?? ''} ${at.attributes['id'] ?? ''}`)) return true
  }
  return false
}

/** The date that stands near the heading: soon after it, or just before. */
export function dateNear(heading: Element): Date | null {
  const [before, after] = textAround(heading, NEAR)
  const first = datesIn(after)[0]
  return first ?? datesIn(before.slice(-NEAR / 3)).at(-1) ?? null
}

/** The date behind words that say what it is of. */
export function dateSaid(text: string): Date | null {
  for (const found of text.matchAll(WRITTEN)) {
    if (!SAYS_SO.test(text.slice(Math.max(0, found.index - 40), found.index))) continue
    const at = readDate(tidy(found[0]))
    if (at) return at
  }
  return null
}

export function dateOfAddress(url: string | null): Date | null {
  const [, year, month, day] = (url && IN_ADDRESS.exec(url)) || []
  return year === undefined ? null : readDate(`${year}-${month}-${day}`)
}

function datesIn(text: string): Date[] {
  return (text.match(WRITTEN) ?? [])
    .slice(0, 5)
    .map((found) => readDate(tidy(found)))
    .filter((at): at is Date => at !== null)
}

function tidy(written: string): string {
  return written
    .replace(/[年年월월.](?=\s?\d{1,2}\s?[月월])/gu, '-')
    .replace(
      /^((?:19|20)\d{2})\s?[年년./]\s?(\d{1,2})\s?[月월./]\s?(\d{1,2})\s?[日일]?/u,
      '$1-$2-$3',
    )
    .replace(/\b(\d{1,2})h(\d{2})\b/i, '$1:$2')
    .replace(/\buhr\b/i, '')
}

/** So many characters of text before and after an element, in the order of the page. */
function textAround(element: Element, chars: number): [before: string, after: string] {
  let [before, after] = ['', '']
  for (let at: Element = element; at.parent && at.name !== 'body'; at = at.parent) {
    const family = at.parent.children
    const own = family.indexOf(at)
    for (let index = own + 1; index < family.length && after.length < chars; index += 1)
      after += ` ${partOf(family[index], chars)}`
    for (let index = own - 1; index >= 0 && index > own - 50 && before.length < chars; index -= 1)
      before = `${partOf(family[index], chars)} ${before}`
    if (before.length >= chars && after.length >= chars) break
  }
  return [before, after.slice(0, chars)]
}

function partOf(part: Element | string | undefined, chars: number): string {
  if (part === undefined) return ''
  return typeof part === 'string'
    ? part.slice(0, chars).replace(/\s+/g, ' ')
    : textOf(part, chars).slice(0, chars)
}
