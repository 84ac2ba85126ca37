/** What other settings of the same strategy would have made: a result that stands alone among them is luck. */

import type { BacktestResults } from '#shared/contracts/api/backtest-results.ts'
import { percent, signedPercent } from '../../../text/format.ts'
import { ratio } from './backtest-words.ts'
import { RunMap } from './run-map.tsx'

type Swept = NonNullable<BacktestResults['swept']>

export function RunSwept({ swept }: { swept: Swept }) {
  return (
    <>
      <p className="max-w-prose px-4 pb-3 text-muted">{saidOf(swept)}</p>
      {swept.map ? <RunMap map={swept.map} /> : <RunList variants={swept.variants} />}
    </>
  )
}

/** Of a run from before there was a map. */
function RunList({ variants }: Pick<Swept, 'variants'>) {
  return (
    <ul className="grid grid-cols-2 gap-2 px-4 pb-4 sm:grid-cols-3 lg:grid-cols-4">
      {variants.map(({ name, return: made, sharpe }) => (
        <li key={name} className="rounded border border-line px-2 py-1.5">
          <span className="block text-12">{name}</span>
          <span className="block font-medium">
            {signedPercent(made, 1)}
            <span className="ml-2 text-12 font-normal">Sharpe {ratio(sharpe)}</span>
          </span>
        </li>
      ))}
    </ul>
  )
}

function saidOf(swept: Swept): string {
  const { overfitting, walkForward, crossValidated } = swept
  const chance = overfitting
    ? `The chance that the best of them is the best by chance is ${percent(overfitting.chance)}: chosen by a Sharpe ratio of ${ratio(overfitting.inSample)}, it had ${ratio(overfitting.outOfSample)} in the other half.`
    : 'There are too few sessions to say how likely the best of them is the best by chance.'
  return `${chance} Choosing as one went along gave ${within(walkForward, swept.walkForwardInterval)}, choosing on all other years ${within(crossValidated, swept.crossValidatedInterval)}.`
}

/** A Sharpe ratio with where it lies in 95 of 100 resamples. */
function within(measure: number | null, interval: Swept['walkForwardInterval']): string {
  if (!interval) return ratio(measure)
  return `${ratio(measure)} (${ratio(interval.low)} to ${ratio(interval.high)})`
}
