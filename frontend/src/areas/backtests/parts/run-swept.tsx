/** What other settings of the same strategy would have made: a result that stands alone among them is luck. */

import type { BacktestResults } from '#shared/contracts/api/backtest-results.ts'
import { percent, signedPercent } from '../../../text/format.ts'

type Swept = NonNullable<BacktestResults['swept']>

const ratio = (value: number | null) => (value === null ? '–' : value.toFixed(2).replace('-', '−'))

export function RunSwept({ swept }: { swept: Swept }) {
  const { variants } = swept
  const reach = Math.max(0.01, ...variants.map(({ return: made }) => Math.abs(made)))
  return (
    <>
      <p className="max-w-prose px-4 pb-3 text-muted">{saidOf(swept)}</p>
      <ul className="grid grid-cols-2 gap-2 px-4 pb-4 sm:grid-cols-3 lg:grid-cols-4">
        {variants.map(({ name, return: made, sharpe }) => (
          <li
            key={name}
            className="relative overflow-hidden rounded border border-line px-2 py-1.5"
          >
            <span
              aria-hidden="true"
              className={`absolute inset-0 ${made >= 0 ? 'bg-up' : 'bg-down'}`}
              style={{ opacity: 0.3 * (Math.abs(made) / reach) }}
            />
            <span className="relative block text-12">{name}</span>
            <span className="relative block font-medium">
              {signedPercent(made, 1)}
              <span className="ml-2 text-12 font-normal">Sharpe {ratio(sharpe)}</span>
            </span>
          </li>
        ))}
      </ul>
    </>
  )
}

function saidOf({ overfitting, walkForward, crossValidated }: Swept): string {
  const chance = overfitting
    ? `The chance that the best of them is the best by chance is ${percent(overfitting.chance)}: chosen by a Sharpe ratio of ${ratio(overfitting.inSample)}, it had ${ratio(overfitting.outOfSample)} in the other half.`
    : 'There are too few sessions to say how likely the best of them is the best by chance.'
  return `${chance} Choosing as one went along gave ${ratio(walkForward)}, choosing on all other years ${ratio(crossValidated)}.`
}
