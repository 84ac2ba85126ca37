/** Whether a text is built as texts are. */

/** A row of a table as it is stored, and what numbers are made of. */
const ROW = /^.* \| .*$/gm
const NUMERIC = /[\d.,$€£¥%()|\s–—-]+/g

/** In [0, 1]: letters where letters belong, words as long as words are; numbers belong in tables. */
export function structureOf(whole: string): number {
  const text = whole.replace(ROW, (row) => row.replace(NUMERIC, ' '))
  const shown = text.match(/\S/g)?.length ?? 0
  if (shown === 0) return 0
  const letters = text.match(/\p{L}/gu)?.length ?? 0
  const odd = text.match(/[\ufffd{}<>|\\^~=_[\]]/g)?.length ?? 0
  const words = text.match(/\p{L}[\p{L}'’-]*/gu) ?? []
  const voweled = words.filter(
    (word) => word.length <= 4 || /[aeiouyáéíóúäöüà-ÿ]/i.test(word),
  ).length
  const mean = words.length === 0 ? 0 : letters / words.length
  const lengthFit = mean < 2 ? 0.2 : mean <= 9 ? 1 : Math.max(0, 1 - (mean - 9) / 8)
  const letterFit = Math.min(1, letters / shown / 0.6)
  const oddFit = Math.max(0, 1 - (8 * odd) / shown)
  const wordFit = words.length === 0 ? 0 : (voweled / words.length) ** 2
  return letterFit * oddFit * lengthFit * wordFit
}
