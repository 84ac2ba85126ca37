/** What held trading back at a moment that is past, as far as people were told of it. */

/** That a hold was set or lifted; one that stands now is told as set since it began. */
export type HoldWord = { code: string; isSet: boolean; at: Date }

/**
 * The codes of what held at some time in [from, until]; none where nothing is known to have.
 *
 * @param words Of that time and after it, in any order: one that was lifted and not set before stood from of old.
 */
export function heldOver(
  words: readonly HoldWord[],
  { from, until }: { from: Date; until: Date },
): string[] {
  const byCode = Map.groupBy(words, ({ code }) => code)
  const held = [...byCode].filter(([, own]) => {
    const ordered = own.toSorted((a, b) => +a.at - +b.at)
    const before = ordered.findLast(({ at }) => at <= from)
    const began = before?.isSet
      ? before
      : ordered.find(({ isSet, at }) => isSet && at > from && at <= until)
    if (began) return true
    const next = before ? undefined : ordered.find(({ at }) => at > from)
    return next?.isSet === false
  })
  return held.map(([code]) => code).sort()
}
