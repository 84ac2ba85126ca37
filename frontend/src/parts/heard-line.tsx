/** What the signal engine said of a ticker as an entry into it was decided on, and whether it had a say. */

import { Link } from '@tanstack/react-router'
import type { HeardEngine } from '#shared/contracts/api/heard-engine.ts'
import { wordsFor } from '../text/codes.ts'

export function HeardLine({ ticker, heard }: { ticker: string; heard: HeardEngine }) {
  const until = heard.mode === 'traded' ? untilWhen(heard) : null
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

/** What ends that it keeps an entry back; null where it does not. */
function untilWhen({ session, output, givenUp }: HeardEngine): string | null {
  if (output?.sessionDate !== session)
    return givenUp
      ? `an evaluation of ${session} comes, whose job was given up: its dead letter is to be replayed`
      : `an evaluation of ${session} comes`
  const isBought = output.heuristicVerdict === 'buy' && output.probabilisticVerdict === 'buy'
  return isBought ? null : 'an evaluation comes in which both say buy'
}

function saidOf(output: HeardEngine['output']): string {
  if (!output) return 'nothing'
  const { heuristicVerdict: one, probabilisticVerdict: other, sessionDate } = output
  const word = (verdict: typeof one) => (verdict === null ? 'failed' : wordsFor(verdict))
  const shut = output.filters.map(({ code }) => `, ${wordsFor(code)}`).join('')
  return `by scores ${word(one)}, by chance ${word(other)}, for ${sessionDate ?? 'no session'}${shut}`
}
