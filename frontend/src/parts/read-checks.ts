/** Reads stored checks, which were written by several stages over time, into what a person reads. */

import { checkWords, sayValue, type CheckUnit, type CheckWords } from '../text/check-words.ts'

export type Check = {
  name: string
  /** What was looked at. */
  what: string
  found: string
  /** With how the two compare: `at most 120 s`. */
  limit: string
  passed: boolean | null
}

/** The checks in their order; whatever is not one is left out. `wordsFor` names one that is not known here. */
export function readChecks(stored: unknown, wordsFor: (name: string) => string): Check[] {
  if (!Array.isArray(stored)) return []
  return stored.flatMap((each: unknown): Check[] => {
    if (typeof each !== 'object' || each === null) return []
    const row = each as Record<string, unknown>
    const name = row['name'] ?? row['code'] ?? row['check']
    if (typeof name !== 'string') return []
    const passed = row['passed']
    const words = wordsOf(checkWords[name] ?? { what: wordsFor(name) }, row)
    return [
      {
        name,
        what: words.what,
        found: sayValue(row['found'] ?? row['value'], words),
        limit: sayLimit(row['limit'], words),
        passed: typeof passed === 'boolean' ? passed : null,
      },
    ]
  })
}

/** What the check itself says of its numbers comes before what is known of its name. */
function wordsOf(known: CheckWords, row: Readonly<Record<string, unknown>>): CheckWords {
  const { unit, relation } = row
  return {
    ...known,
    ...(typeof unit === 'string' && { unit: unit as CheckUnit }),
    ...(typeof relation === 'string' && { relation: relation as CheckWords['relation'] & string }),
  }
}

/** Nothing where there is no limit: then the number was only told. */
function sayLimit(limit: unknown, words: CheckWords): string {
  const { relation } = words
  const isWord = relation === 'is' || relation === 'is not'
  if (limit === null || limit === undefined) return isWord ? sayValue(null, words) : '–'
  const said = sayValue(limit, words)
  if (relation === undefined || relation === 'is') return said
  return `${relation === 'is not' ? 'not' : relation} ${said}`
}
