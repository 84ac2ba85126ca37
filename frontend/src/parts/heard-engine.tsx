/** What the signal engine said of a ticker as an entry into it was decided on, and whether it had a say. */

import { Link } from '@tanstack/react-router'
import type { HeardEngine as Heard } from '#shared/contracts/api/heard-engine.ts'
import { wordsFor } from '../text/codes.ts'

export function HeardEngine({ ticker, heard }: { ticker: string; heard: Heard }) {
  const { mode, session, output } = heard
  return (
    <p className="px-4 py-2 text-12 text-muted">
      <Link to="/signal-engine/$ticker" params={{ ticker }} className="link">
        Signal engine
      </Link>
      , {mode === 'traded' ? 'which had a say' : 'in shadow, without a say'}: {saidOf(output)}
      {output?.sessionDate === session ? '' : `; no evaluation of ${session} stood`}
      {heard.givenUp ? ', its job was given up' : ''}.
    </p>
  )
}

function saidOf(output: Heard['output']): string {
  if (!output) return 'nothing'
  const { heuristicVerdict: one, probabilisticVerdict: other, sessionDate } = output
  const word = (verdict: typeof one) => (verdict === null ? 'failed' : wordsFor(verdict))
  const shut = output.filters.map(({ code }) => `, ${wordsFor(code)}`).join('')
  return `by scores ${word(one)}, by chance ${word(other)}, for ${sessionDate ?? 'no session'}${shut}`
}
