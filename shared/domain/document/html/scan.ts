/**
 * Tags and text of markup, in one pass: what a browser's tokeniser finds, without its corrections.
 *
 * Most of a page is scripts, and attributes that nobody here asks for. They are stepped over by
 * searches of the whole string, so that a page costs by its tags and not by its characters.
 */

export type Attributes = Record<string, string>

export type Tokens = {
  /** `count` is that of all attributes, wanted or not. */
  open(name: string, attributes: Attributes, count: number): void
  close(name: string): void
  /** Text as it is written, marks not decoded. */
  text(text: string): void
  /** False where no more is to be read. */
  goesOn(): boolean
}

export type ScanOptions = {
  isWanted: (attribute: string) => boolean
  /** Of more attributes in one tag no more is read. */
  attributesMax: number
}

/** Elements whose content holds no tags, up to their own end. */
const RAW = new Map(
  ['script', 'style', 'textarea', 'title', 'iframe', 'noembed', 'xmp'].map((name) => [
    name,
    new RegExp(`</${name}(?=[\\s/>])`, 'gi'),
  ]),
)
const NAME = /[a-z][^\s/>]*/iy
const ATTRIBUTE =
  /[\s/]*([^\s/>][^\s/>=]*)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"'][^\s>]*)|(?=[>"'])))?/y
const TAG_END = /[\s/]*>/y
const [BANG, SLASH, QUESTION] = [0x21, 0x2f, 0x3f]

/** Reads markup to its end, however broken it is. */
export function scanMarkup(markup: string, tokens: Tokens, options: ScanOptions): void {
  let [at, textFrom, lastEnd] = [0, 0, 0]
  const endless = new Set<string>()
  const flush = (to: number) => {
    if (to > textFrom) tokens.text(markup.slice(textFrom, to))
  }
  while (at < markup.length && tokens.goesOn()) {
    const open = markup.indexOf('<', at)
    if (open < 0) break
    const code = markup.charCodeAt(open + 1)
    if (isLetter(code)) {
      flush(open)
      at = textFrom = readOpen(markup, open + 1, tokens, options)
      at = rawEnd(markup, at, endless)
    } else if (code === SLASH && isLetter(markup.charCodeAt(open + 2))) {
      flush(open)
      const name = nameAt(markup, open + 2)
      const end = markup.indexOf('>', NAME.lastIndex)
      at = textFrom = end < 0 ? markup.length : end + 1
      tokens.close(name)
    } else if (code === BANG || code === QUESTION || code === SLASH) {
      const end = lastEnd < 0 ? -1 : behindComment(markup, open)
      // What never ends is no declaration but text.
      if (end < 0) {
        lastEnd = -1
        at = open + 1
        continue
      }
      flush(open)
      at = textFrom = end
    } else at = open + 1
  }
  if (tokens.goesOn()) flush(markup.length)
}

/**
 * Where the content ends of an element that holds no tags. A script that never ends takes the rest;
 * anything else that never ends is read as if it held tags.
 */
function rawEnd(markup: string, from: number, endless: Set<string>): number {
  const end = RAW.get(lastName)
  if (!end || endless.has(lastName)) return from
  end.lastIndex = from
  const found = end.exec(markup)
  if (found) return found.index
  if (lastName === 'script' || lastName === 'style') return markup.length
  endless.add(lastName)
  return from
}

/** Of the tag that was read last: what follows it depends on it. */
let lastName = ''

function readOpen(markup: string, from: number, tokens: Tokens, options: ScanOptions): number {
  lastName = nameAt(markup, from)
  const { attributes, count, end } = readAttributes(markup, NAME.lastIndex, options)
  tokens.open(lastName, attributes, count)
  return end
}

function nameAt(markup: string, from: number): string {
  NAME.lastIndex = from
  return (NAME.exec(markup)?.[0] ?? '').toLowerCase()
}

function isLetter(code: number): boolean {
  return (code >= 97 && code <= 122) || (code >= 65 && code <= 90)
}

/** Behind a comment, a declaration, a section of characters or a tag without a name; -1 where it has no end. */
function behindComment(markup: string, open: number): number {
  const isComment = markup.startsWith('<!--', open)
  if (!isComment) return markup.indexOf('>', open + 1) + 1 || -1
  const end = markup.indexOf('-->', open + 4)
  return end < 0 ? markup.length : end + 3
}

function readAttributes(
  markup: string,
  from: number,
  { isWanted, attributesMax }: ScanOptions,
): { attributes: Attributes; count: number; end: number } {
  const attributes: Attributes = {}
  let [at, count] = [from, 0]
  for (; count <= attributesMax; count += 1) {
    TAG_END.lastIndex = at
    if (TAG_END.test(markup)) return { attributes, count, end: TAG_END.lastIndex }
    ATTRIBUTE.lastIndex = at
    const found = ATTRIBUTE.exec(markup)
    if (!found) break
    at = ATTRIBUTE.lastIndex
    const name = (found[1] ?? '').toLowerCase()
    if (isWanted(name) && !(name in attributes))
      attributes[name] = found[2] ?? found[3] ?? found[4] ?? ''
  }
  const end = markup.indexOf('>', at)
  return { attributes, count, end: end < 0 ? markup.length : end + 1 }
}
