/** What the kill switch came to, in lines for people. */

import { showStanding } from './show.ts'

type Foreign = { ticker: string; side: string; quantity: string | null; brokerOrderId: string }

/** How trading stands, and what others placed at the broker: that stays. */
export function showHalt(
  at: Parameters<typeof showStanding>[0] & { foreign: readonly Foreign[] },
): string {
  const stays = at.foreign.map(
    ({ side, quantity, ticker, brokerOrderId }) =>
      `Placed elsewhere, and stays: ${side} ${quantity ?? 'some'} ${ticker} (${brokerOrderId})`,
  )
  return [showStanding(at), ...stays].join('\n')
}
