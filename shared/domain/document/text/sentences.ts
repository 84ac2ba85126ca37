/** Sentences of a normalised text, with offsets, found in one pass. */

export type Span = { start: number; end: number }

/** Words that end with a point and no sentence. */
const ABBREVIATIONS = new Set([
  'mr',
  'mrs',
  'ms',
  'dr',
  'prof',
  'sen',
  'rep',
  'gov',
  'gen',
  'st',
  'jr',
  'sr',
  'inc',
  'corp',
  'co',
  'ltd',
  'llc',
  'plc',
  'no',
  'nos',
  'vs',
  'v',
  'etc',
  'approx',
  'est',
  'rs',
  'fig',
  'jan',
  'feb',
  'mar',
  'apr',
  'jun',
  'jul',
  'aug',
  'sep',
  'sept',
  'oct',
  'nov',
  'dec',
  'u.s',
  'u.k',
  'e.g',
  'i.e',
  'a.m',
  'p.m',
])

const SENTENCES_MAX = 5_000

/** Sentences in order; together they hold all text but the space between them. At most 5,000. */
export function sentencesOf(text: string): Span[] {
  const spans: Span[] = []
  const mark = /[.!?]+["'”’)\]]*(?=\s|$)|\n+/g
  let start = 0
  for (const found of text.matchAll(mark)) {
    const end = found[0].startsWith('\n') ? found.index : found.index + found[0].length
    if (found[0] === '.' && !endsSentence(text, found.index)) continue
    push(spans, text, start, end)
    start = found.index + found[0].length
    if (spans.length >= SENTENCES_MAX) return spans
  }
  push(spans, text, start, text.length)
  return spans
}

function endsSentence(text: string, point: number): boolean {
  const before = /([\p{L}.]+)$/u.exec(text.slice(Math.max(0, point - 12), point))?.[1] ?? ''
  if (ABBREVIATIONS.has(before.toLowerCase())) return false
  if (/^\p{Lu}$/u.test(before) || /^(?:\p{L}\.)+\p{L}$/u.test(before)) return false
  const next = /\S/.exec(text.slice(point + 1, point + 4))?.[0]
  return next === undefined || !/\p{Ll}/u.test(next)
}

function push(spans: Span[], text: string, from: number, to: number): void {
  let [start, end] = [from, to]
  while (start < end && isSpace(text.charCodeAt(start))) start += 1
  while (end > start && isSpace(text.charCodeAt(end - 1))) end -= 1
  if (end > start) spans.push({ start, end })
}

function isSpace(code: number): boolean {
  return code === 32 || code === 10 || code === 9
}
