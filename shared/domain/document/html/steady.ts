/** What of a text stays as it is while nobody writes: without counters, clocks and what is read beside it. */

/** No sentence of an article is so short and speaks of these. */
const LINE_MAX = 120
const RESTLESS =
  /\b(?:ago|updated|last updated|views?|readers?|comments?|shares|likes|retweets|reactions|online|reading now|min(?:ute)?s? read|read(?:ing)? time|copyright|©)\b|^\W*\d[\d,.:\s/-]*(?:[ap]\.?m\.?)?\W*$/i

/** Lines in their order; spaces and the case of letters do not count. */
export function steadyText(text: string): string {
  return text
    .split('\n')
    .map((line) => line.replace(/\s+/g, ' ').trim())
    .filter((line) => line !== '' && !(line.length <= LINE_MAX && RESTLESS.test(line)))
    .join('\n')
    .toLowerCase()
}
