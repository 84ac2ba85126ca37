/** The lexicon, ready for look-up: every form of every row, by its first word. */

import type { Row, Theme } from './lexicon/entry.ts'
import { conduct } from './lexicon/conduct.ts'
import { movement } from './lexicon/movement.ts'
import { progress } from './lexicon/progress.ts'
import { ratings } from './lexicon/ratings.ts'
import { results } from './lexicon/results.ts'
import { tone } from './lexicon/tone.ts'
import { trouble } from './lexicon/trouble.ts'
import { nounForms, verbForms } from './inflect.ts'
import type { Token } from './tokens.ts'

export type Meaning = Pick<Row, 'form' | 'polarity' | 'object' | 'move'>

type Phrase = { rest: readonly string[]; meaning: Meaning }

/** Themes in the order in which they claim a form: a later theme never changes an earlier one. */
const THEMES: readonly Theme[] = [results, ratings, movement, progress, trouble, tone, conduct]

const phrasesByFirst = compile()

/** What may stand inside a phrase and changes nothing: `cuts its full-year forecast`. */
const FILLERS = new Set('its their his her the own full-year annual quarterly'.split(' '))
const FILLERS_MAX = 2

/** The longest phrase of the lexicon that starts at a token, and how many tokens it takes. */
export function meaningAt(
  tokens: readonly Token[],
  at: number,
): { meaning: Meaning; length: number } | undefined {
  const phrases = phrasesByFirst.get(tokens[at]?.word ?? '')
  if (phrases === undefined) return undefined
  for (const { rest, meaning } of phrases) {
    const skipped = rest.length > 0 ? fillersAt(tokens, at + 1, rest[0] ?? '') : 0
    const from = at + 1 + skipped
    if (rest.every((word, offset) => tokens[from + offset]?.word === word))
      return { meaning, length: rest.length + 1 + skipped }
  }
  return undefined
}

/** How many fillers stand before `word`, where it stands so near. */
function fillersAt(tokens: readonly Token[], from: number, word: string): number {
  for (let skipped = 0; skipped <= FILLERS_MAX; skipped += 1) {
    const next = tokens[from + skipped]?.word ?? ''
    if (next === word) return skipped
    if (!FILLERS.has(next)) return 0
  }
  return 0
}

function compile(): Map<string, Phrase[]> {
  const meanings = new Map<string, Meaning>()
  for (const row of THEMES.flat()) {
    for (const base of row.words.trim().split(/\s+/)) {
      for (const form of formsOf(row, base)) if (!meanings.has(form)) meanings.set(form, row)
    }
  }
  const byFirst = new Map<string, Phrase[]>()
  for (const [form, meaning] of meanings) {
    const [first = '', ...rest] = form.split(' ')
    byFirst.set(first, [...(byFirst.get(first) ?? []), { rest, meaning }])
  }
  for (const phrases of byFirst.values()) phrases.sort((a, b) => b.rest.length - a.rest.length)
  return byFirst
}

function formsOf(row: Row, base: string): string[] {
  if (row.form === 'verb') return verbForms(base)
  if (row.form === 'noun') return nounForms(base)
  return [base.replaceAll('_', ' ')]
}
