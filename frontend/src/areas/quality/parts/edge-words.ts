/** What an edge is called, and the one sentence that says whether there is any. */

import type { Edge } from '#shared/contracts/api/quality.ts'
import { wordsFor } from '../../../text/codes.ts'

/** How often luck may give the best of all before it is called more. */
const LUCK_MAX = 0.05

/** Windows and strategies are called as everywhere; signals and pipelines by their words. */
export const nameOf = ({ kind, name }: Edge) => (kind === 'signal' ? wordsFor(name) : name)

export const nextOf = ({ horizons }: Edge) => horizons.find(({ sessions }) => sessions === 1)

export function titleOf(edges: readonly Edge[]): string {
  if (edges.every((edge) => nextOf(edge)?.interval == null))
    return 'Too few sessions to say whether anything knows the next one'
  const known = edges.filter(
    (edge) => (nextOf(edge)?.ic ?? 0) > 0 && (edge.chanceOfBest ?? 1) <= LUCK_MAX,
  )
  if (known.length > 0) return `${known.map(nameOf).join(', ')}: more than luck`
  const wrong = edges.filter((edge) => (edge.chanceOfBest ?? 1) <= LUCK_MAX)
  if (wrong.length > 0) return `${wrong.map(nameOf).join(', ')}: wrong more often than by luck`
  return 'Nothing is shown to know the next session: all of it may be luck'
}
