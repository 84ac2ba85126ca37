/** What the signal engine said of a ticker as an entry into it was decided on, and whether it had a say. */

import { Link } from '@tanstack/react-router'
import type { HeardEngine } from '#shared/contracts/api/heard-engine.ts'
import type { DecisionRow } from '#shared/contracts/api/trading.ts'
import { wordsFor } from '../text/codes.ts'
import { waitsUntil } from './heard-wait.ts'

/** Nothing where nothing was kept. */
export function HeardLine({ decision }: { decision: DecisionRow }) {
  const { ticker, signalEngine: heard } = decision
  if (!heard) return null
  const until = waitsUntil(decision)
  return (
    <p className="px-4 py-2 text-12 text-muted">
      <Link to="/signal-engine/$ticker" params={{ ticker }} className="link">
        Signal engine
      </Link>
      , {heard.mode === 'traded' ? 'which had a say' : 'in shadow, without a say'}:{' '}
      {saidOf(heard.output)}.{until && ` An entry waits until ${until}.`}
    </p>
  )
}

function saidOf(output: HeardEngine['output']): string {
  if (!output) return 'nothing'
  const { heuristicVerdict: one, probabilisticVerdict: other, sessionDate } = output
  const word = (verdict: typeof one) => (verdict === null ? 'failed' : wordsFor(verdict))
  const shut = output.filters.map(({ code }) => `, ${wordsFor(code)}`).join('')
  return `by scores ${word(one)}, by chance ${word(other)}, for ${sessionDate ?? 'no session'}${shut}`
}
