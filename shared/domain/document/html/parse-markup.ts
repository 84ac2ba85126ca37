/** Elements of markup as they open and close, each closed once, and none before those inside it. */

import { decodeMarks } from './marks.ts'
import { scanMarkup, type Attributes } from './scan.ts'

export type MarkupEvents = {
  /** `isVoid` is true of an element that has no inside, and is not closed. */
  open(name: string, attributes: Attributes, count: number, isVoid: boolean): void
  close(name: string): void
  text(text: string): void
  /** False where no more is to be read. */
  goesOn?: () => boolean
}

const VOID = new Set(
  'br hr img meta link input wbr source area col base embed param track keygen basefont'.split(' '),
)
/** Stand in a line: their end ends no block around them. */
const INLINE = new Set(
  (
    'a abbr acronym b bdi bdo big cite code del dfn em font i ins kbd label mark nobr q s samp small ' +
    'span strike strong sub sup time tt u var'
  ).split(' '),
)
const CELL_EDGES = new Set(['td', 'th', 'caption', 'table'])
const TABLE_PARTS = new Set('table tbody thead tfoot tr td th caption body html'.split(' '))
/** Whose text holds no marks. */
const PLAIN = new Set(['script', 'style', 'xmp', 'iframe', 'noembed'])

/** What an opening element ends before it. */
const ENDS = new Map<string, ReadonlySet<string>>()
const ends = (names: string, ended: string) => {
  for (const name of names.split(' ')) ENDS.set(name, new Set(ended.split(' ')))
}
ends(
  'address article aside blockquote center details dialog dir div dl fieldset figcaption figure footer form ' +
    'h1 h2 h3 h4 h5 h6 header hgroup hr main menu nav ol p pre section summary table ul',
  'p',
)
ends('li', 'li p')
ends('dt dd', 'dt dd p')
ends('td th', 'td th p')
ends('tr', 'td th tr p')
ends('tbody thead tfoot', 'td th tr tbody thead tfoot p')
ends('option', 'option')
ends('optgroup', 'option optgroup')
ends('body', 'head')

const ATTRIBUTES_MAX = 200

/** Reads markup to its end, or until it is told to stop. */
export function parseMarkup(
  markup: string,
  events: MarkupEvents,
  isWanted: (attribute: string) => boolean,
): void {
  const open: string[] = []
  const counts = new Map<string, number>()
  const count = (name: string, step: number) => counts.set(name, (counts.get(name) ?? 0) + step)
  const goesOn = events.goesOn ?? (() => true)
  const pop = () => {
    const name = open.pop()
    if (name === undefined) return
    count(name, -1)
    events.close(name)
  }
  const tokens = {
    goesOn,
    open(name: string, attributes: Attributes, attributeCount: number) {
      const ended = ENDS.get(name)
      while (ended?.has(open.at(-1) ?? '')) pop()
      for (const key in attributes) attributes[key] = decodeMarks(attributes[key] ?? '')
      const isVoid = VOID.has(name)
      if (!isVoid) {
        open.push(name)
        count(name, 1)
      }
      events.open(name, attributes, attributeCount, isVoid)
    },
    close(name: string) {
      if (name === 'br') events.open(name, {}, 0, true)
      if ((counts.get(name) ?? 0) <= 0) return
      const at = openingOf(name, open)
      while (at >= 0 && open.length > at && goesOn()) pop()
    },
    text(text: string) {
      events.text(PLAIN.has(open.at(-1) ?? '') ? text : decodeMarks(text))
    },
  }
  scanMarkup(markup, tokens, { isWanted, attributesMax: ATTRIBUTES_MAX })
  while (open.length > 0 && goesOn()) pop()
}

/** Where the element stands that an end ends; -1 where that end is to be passed over. */
function openingOf(name: string, open: readonly string[]): number {
  const [isInline, isOfTable] = [INLINE.has(name), TABLE_PARTS.has(name)]
  for (let at = open.length - 1; at >= 0; at -= 1) {
    const other = open[at] ?? ''
    if (other === name) return at
    if (isInline && !INLINE.has(other)) return -1
    if (!isOfTable && CELL_EDGES.has(other)) return -1
  }
  return -1
}
