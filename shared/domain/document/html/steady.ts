/** What of a text stays as it is while nobody writes: without counters, clocks and what is read beside it. */

/** No sentence of an article is so short and speaks of these. */
const LINE_MAX = 120
const RESTLESS =
  /\b(?:ago|updated|last updated|views?|readers?|comments?|shares|likes|retweets|reactions|online|reading now|min(?:ute)?s? read|read(?:ing)? time|copyright|©)\b|^\W*\d[\d,.:\s/-]*(?:[ap]\.?m\.?)?\W*$/i

/** A count of people or of what they do, and nothing else: `1,204 people are reading this`, `Shared 7 times`. */
const COUNTED =
  /^\W*\d[\d.,]*\s?[km]?\+?\s(?:people|others|users|visitors|subscribers|followers|watching|votes?|claps?|saves|bookmarks|times)\b.{0,40}$|^(?:shared?|viewed|read|seen|watched|liked)\b.{0,30}\s\d[\d.,]*\s?[km]?\stimes\W*$/i

/** Lines in their order; spaces and the case of letters do not count. */
export function steadyText(text: string): string {
  return text
    .split('\n')
    .map((line) => line.replace(/\s+/g, ' ').trim())
    .filter((line) => line !== '' && !isRestless(line))
    .join('\n')
    .toLowerCase()
}

function isRestless(line: string): boolean {
  return line.length <= LINE_MAX && (RESTLESS.test(line) || COUNTED.test(line))
}
