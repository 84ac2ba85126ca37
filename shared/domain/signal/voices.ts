/**
 * How many speak for themselves: copies of one story are one voice, and so are all stories of one outlet.
 *
 * Source: docs/FORMULAS.md, Signals, voices.
 */

import type { Signal } from './weight.ts'

export type Teller = Pick<Signal, 'storyId' | 'source'>

/**
 * Independent sources: the most pairs of a story and an owner in which neither stands twice. Fifteen copies
 * of one story are one, fifteen stories of one owner too. (Kuhn's augmenting paths.)
 */
export function countVoices(tellers: readonly Teller[]): number {
  const ownersOf = new Map<string, Set<string>>()
  for (const { storyId, source } of tellers)
    ownersOf.set(storyId, (ownersOf.get(storyId) ?? new Set()).add(source))
  const storyOf = new Map<string, string>()
  const place = (story: string, tried: Set<string>): boolean => {
    for (const owner of ownersOf.get(story) ?? []) {
      if (tried.has(owner)) continue
      tried.add(owner)
      const taken = storyOf.get(owner)
      if (taken !== undefined && !place(taken, tried)) continue
      storyOf.set(owner, story)
      return true
    }
    return false
  }
  let voices = 0
  for (const story of ownersOf.keys()) if (place(story, new Set())) voices += 1
  return voices
}

/** Stories, each once. */
export function countStories(tellers: readonly Pick<Teller, 'storyId'>[]): number {
  return new Set(tellers.map(({ storyId }) => storyId)).size
}

/** Each signal's place among those of its story, from 0, and how many there are; `signals` in summing order. */
export function placesInStories<S extends Pick<Signal, 'storyId' | 'documentId'>>(
  signals: readonly S[],
): Map<S, { place: number; of: number }> {
  const tellings = new Map<string, string[]>()
  for (const { storyId, documentId } of signals) {
    const told = tellings.get(storyId) ?? []
    if (!told.includes(documentId)) tellings.set(storyId, [...told, documentId])
  }
  return new Map(
    signals.map((signal) => {
      const told = tellings.get(signal.storyId) ?? []
      return [signal, { place: told.indexOf(signal.documentId), of: told.length }]
    }),
  )
}
