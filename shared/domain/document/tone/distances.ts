/** Words near the entity's first name count more than those far from it, on either side of it. */

import type { FeatureSink } from './features.ts'
import type { Scene } from './scene.ts'

const REACH = 6

/** `D:-word` and `D:+word`, each 1/√distance; marks are no step, and a name of several words is one. */
export function ofDistances(
  { tokens, owner, stems }: Scene,
  index: number,
  told: FeatureSink,
): void {
  if (index < 0) return
  const line: string[] = ['^']
  let own = -1
  for (let at = 0; at < tokens.length; at += 1) {
    const one = owner[at] ?? -1
    if (one < 0) {
      if (tokens[at]?.kind !== 'mark') line.push(stems[at] ?? '')
    } else if (owner[at - 1] !== one) {
      if (one === index && own < 0) own = line.length
      line.push(one === index ? 'T' : 'O')
    }
  }
  line.push('$')
  if (own < 0) return
  for (let at = Math.max(0, own - REACH); at <= Math.min(line.length - 1, own + REACH); at += 1)
    if (at !== own)
      told.put(at < own ? 'D:-' : 'D:+', line[at] ?? '', 1 / Math.sqrt(Math.abs(at - own)))
}
