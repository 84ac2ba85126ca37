/** Words told apart by no more than it takes. */

/** The word without what its form adds, as short as tells it from others. */
export function stemOf(word: string): string {
  if (word.length < 4) return word
  return word.replace(/(?:ies|ied|ing|ed|es|s|e|y|ly|ment|er)$/, '').slice(0, 7)
}
