/** Lessons written out: one of each `{a|b}`, numbers filled in, names found again. */

import type { Span } from '#shared/domain/document/text/sentences.ts'
import { randomOf } from '#shared/domain/statistics/chance.ts'
import { LESSONS } from './lessons.ts'

export type Lesson = {
  text: string
  label: 'positive' | 'neutral' | 'negative'
  /** Where T and O stand; T first. Empty where the lesson names nobody. */
  places: Span[][]
}

const NAMES = [
  'Acme',
  'Brightwell',
  'Corvane',
  'Delmar',
  'Estrel',
  'Fenwick',
  'Garnet Foods',
  'Halvorsen',
]

/** Every lesson `times` times in different words, the same each run. */
export function lessons(times: number): Lesson[] {
  const random = randomOf(7)
  const found = new Map<string, Lesson>()
  for (const [label, patterns] of Object.entries(LESSONS))
    for (const pattern of patterns)
      for (let time = 0; time < times; time += 1) {
        const lesson = write(pattern, label as Lesson['label'], random)
        found.set(lesson.text, lesson)
      }
  return [...found.values()]
}

function write(pattern: string, label: Lesson['label'], random: () => number): Lesson {
  const pick = <T>(all: readonly T[]) => all[Math.floor(random() * all.length)] as T
  const first = pick(NAMES)
  const other = pick(NAMES.filter((name) => name !== first))
  const low = 1 + Math.floor(random() * 80) / 10
  const high = Math.floor(low * (11 + random() * 9)) / 10 + 0.1
  const worded = pattern
    .replace(/\{([^}]*)\}/g, (_, choices: string) => pick(choices.split('|')))
    .replace(/\s+/g, ' ')
    .trim()
    .replaceAll('#A', low.toFixed(1))
    .replaceAll('#B', high.toFixed(1))
    .replaceAll('#', () => String(2 + Math.floor(random() * 40)))
  const places: Span[][] = [[], []]
  let text = ''
  for (const piece of worded.split(/(\b[TO]\b)/)) {
    const name = piece === 'T' ? first : piece === 'O' ? other : undefined
    if (name)
      places[piece === 'T' ? 0 : 1]?.push({ start: text.length, end: text.length + name.length })
    text += name ?? piece
  }
  return {
    text,
    label,
    places: places.filter((spans, index) => spans.length > 0 || (index === 0 && places[1]?.length)),
  }
}
