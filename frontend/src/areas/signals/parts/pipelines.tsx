/** What each pipeline said, in a word and its numbers, and where they differ. */

import type { EngineRow } from '#shared/contracts/api/signal-engine.ts'
import { Badge } from '../../../parts/words.tsx'
import { wordsFor } from '../../../text/codes.ts'
import { percent, signedScore } from '../../../text/format.ts'

/** By scores: the verdict, their sum and how sure they are. */
export function ByScores({ row }: { row: EngineRow }) {
  if (row.heuristicVerdict === null) return <Failed why={row.heuristicFault} />
  return (
    <>
      <Badge code={row.heuristicVerdict} />{' '}
      <span className="hidden text-12 text-muted sm:inline">
        sum {signedScore(row.heuristicTotal ?? 0)}, sure {(row.heuristicConfidence ?? 0).toFixed(2)}
      </span>
    </>
  )
}

/** By chance: the verdict, how likely a rise is and what it is worth. */
export function ByChance({ row }: { row: EngineRow }) {
  if (row.probabilisticVerdict === null) return <Failed why={row.probabilisticFault} />
  return (
    <>
      <Badge code={row.probabilisticVerdict} />{' '}
      <span className="hidden text-12 text-muted sm:inline">
        rises {percent(row.up ?? 0)}, worth {signedScore(row.reward ?? 0)} R
      </span>
    </>
  )
}

function Failed({ why }: { why: string | null }) {
  return (
    <span className="text-down" title={why ?? ''}>
      failed
    </span>
  )
}

/** Whether they say the same, in a sentence of a few words. */
export function standingOf(row: EngineRow): string {
  const [shut] = row.filters
  if (shut) return wordsFor(shut.code)
  if (row.heuristicFault !== null || row.probabilisticFault !== null) return 'One of them failed'
  if (row.difference) return wordsFor(row.difference)
  return row.agreement ? 'They agree' : 'They differ, and neither buys'
}
