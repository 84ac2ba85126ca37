/** The broker's account, orders, positions and fills, taken in as one change. */

import { fetchBrokerState } from '#shared/clients/alpaca/state.ts'
import type { Alpaca } from '#shared/clients/alpaca/client.ts'
import { recordBrokerState } from '#shared/sql/trading/broker-sync.ts'
import type { Adapter } from './found.ts'

/** What it has seen is the moment of its last reading, not of the newest fill. */
export function brokerAccount(alpaca: Alpaca): Adapter {
  return async ({ seen, now }) => {
    const state = await fetchBrokerState(alpaca, seen.lastPublishedAt)
    return {
      items: state.orders.length + state.fills.length + state.positions.length,
      seen: { lastPublishedAt: now },
      record: (tx) => recordBrokerState(tx, state, now),
    }
  }
}
