/** Words near the entity's first name count more than those far from it, on either side of it. */

import type { Scene } from './scene.ts'
import { stemOf } from './stem.ts'

const REACH = 6

/** `D:-word` and `D:+word`, each 1/√distance; marks are no step, and a name of several words is one. */
export function ofDistances(
  { words, tokens, owner }: Scene,
  index: number,
  put: (name: string, value: number) => void,
): void {
  const line: string[] = ['^']
  let own = -1
  words.forEach((word, at) => {
    const one = owner[at] ?? -1
    if (one < 0) {
      if (tokens[at]?.kind !== 'mark') line.push(stemOf(word))
    } else if (owner[at - 1] !== one) {
      if (one === index && own < 0) own = line.length
      line.push(one === index ? 'T' : 'O')
    }
  })
  line.push('$')
  if (index < 0 || own < 0) return
  for (let at = Math.max(0, own - REACH); at <= Math.min(line.length - 1, own + REACH); at += 1)
    if (at !== own) put(`D:${at < own ? '-' : '+'}${line[at]}`, 1 / Math.sqrt(Math.abs(at - own)))
}
