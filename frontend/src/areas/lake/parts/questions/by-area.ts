/** Questions as they are listed: by what they are about, those that people keep first. */

import type { QuestionRow } from '#shared/contracts/api/lake.ts'

const AREAS = [
  ['kept', 'Kept here'],
  ['trading', 'Trading'],
  ['signals', 'Signals'],
  ['quality', 'Model quality'],
  ['pipeline', 'Pipeline'],
] as const

/** Those that hold every word that is looked for in name, text or statement; no group is empty. */
export function byArea(rows: readonly QuestionRow[], wanted: string) {
  const words = wanted.toLowerCase().split(/\s+/).filter(Boolean)
  const found = rows.filter(({ name, says, statement }) => {
    const text = `${name} ${says} ${statement}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
  return AREAS.map(([area, words]) => ({
    area,
    words,
    rows: found.filter((row) => row.area === area),
  })).filter((group) => group.rows.length > 0)
}
