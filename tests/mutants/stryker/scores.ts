/** What the changes that Stryker made came to, by part. */

import { relative } from 'node:path'

/** Of a change, what Stryker tells of it. */
export type Mutant = {
  fileName: string
  status: string
  mutatorName: string
  replacement?: string
  location: { start: { line: number } }
}
export type Score = { changed: number; noticed: number; percent: number }
export type Survivor = { file: string; line: number; mutator: string; replacement: string }

const PARTS = { risk: /domain\/risk\//, ledger: /domain\/ledger\//, order: /order-state\.ts$/ }

/** A change that hangs the tests is noticed; one that does not compile is none. */
export function scoresOf(mutants: readonly Mutant[]): {
  scores: Record<string, Score>
  survived: Survivor[]
} {
  const tried = mutants.filter(({ status }) =>
    ['Killed', 'Timeout', 'Survived', 'NoCoverage'].includes(status),
  )
  const scores = Object.entries(PARTS).map(([part, its]): [string, Score] => {
    const all = tried.filter(({ fileName }) => its.test(fileName))
    const noticed = all.filter(isNoticed).length
    // A part of which nothing was changed was not looked at: no score that passes.
    const percent = all.length === 0 ? 0 : Math.round((1_000 * noticed) / all.length) / 10
    return [part, { changed: all.length, noticed, percent }]
  })
  const survived = tried
    .filter((one) => !isNoticed(one))
    .map(({ fileName, location, mutatorName, replacement = '' }) => ({
      file: relative('', fileName),
      line: location.start.line + 1,
      mutator: mutatorName,
      replacement: replacement.replaceAll(/\s+/g, ' ').slice(0, 80),
    }))
  return { scores: Object.fromEntries(scores), survived }
}

function isNoticed({ status }: Mutant): boolean {
  return status === 'Killed' || status === 'Timeout'
}
