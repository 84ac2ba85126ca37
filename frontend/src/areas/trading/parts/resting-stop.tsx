/** How the stop of a position fares as an order at the broker. */

import type { PositionRow } from '#shared/contracts/api/positions.ts'
import { dollars, shares } from '../../../text/format.ts'
import { When } from '../../../parts/figures.tsx'

const words = {
  stands: 'Rests at the broker',
  sent: 'On its way to the broker',
  refused: 'The broker refused it',
} as const

export function RestingStop({ stop }: { stop: PositionRow['restingStop'] }) {
  if (!stop) return null
  const { state, quantity, stopPrice, nextTryAt, said } = stop
  return (
    <span
      className={`block text-12 ${state === 'refused' && !quantity ? 'text-warn' : 'text-muted'}`}
      title={said}
    >
      {words[state]}
      {quantity && stopPrice && `: ${shares(quantity)} at ${dollars(stopPrice)}`}
      {said && `: ${said}`}
      {nextTryAt && (
        <>
          , next try <When at={nextTryAt} />
        </>
      )}
    </span>
  )
}
