/** An engine with a fault: it decides the same entries over and over, and the adapter gets them all. */

import { rules } from '#shared/domain/rules/versions.ts'
import { openAlpaca } from '#shared/clients/alpaca/client.ts'
import { fetchBrokerState } from '#shared/clients/alpaca/state.ts'
import { deriveId } from '#shared/host/ids.ts'
import { recordBrokerState } from '#shared/sql/trading/broker-sync.ts'
import { readStanding } from '#shared/sql/trading/standing.ts'
import type { TestDatabase } from '../../helpers/database.ts'
import { brokerAdapter } from '../../../functions/broker-adapter/handler.ts'
import { serveBroker, setClock } from '../../helpers/broker.ts'
import { NOON } from '../../helpers/trading.ts'
import { decide, deliverOrder } from './orders.ts'

/** Delivers so many decisions, forty a business second; tells what left and what holds then. */
export async function runAway({ sql, as }: TestDatabase, decisions: number) {
  const own = as('stonks_trading')
  const clock = setClock()
  const broker = await serveBroker(clock)
  const alpaca = openAlpaca({ ...broker.settings, timeoutMs: 5_000 })
  const handlers = brokerAdapter({ sql: own, alpaca, deployStage: 'away', rules, graceSeconds: 60 })
  const sync = async () => {
    const state = await fetchBrokerState(alpaca, null)
    await sql.begin((tx) => recordBrokerState(tx, state, clock.now()))
  }
  const posts = () => broker.seen.filter((line) => line === 'POST /alpaca/v2/orders').length
  await sync()
  let heldAfter: number | undefined
  for (let index = 0; index < decisions; index += 1) {
    clock.set(new Date(NOON.getTime() + index * 25))
    const quantity = (0.25 + index / 1_000_000).toFixed(6)
    const ticker = index % 2 === 0 ? 'AAPL' : 'MSFT'
    const { job } = await decide(sql, clock.now(), { name: `away-${index}`, ticker, quantity })
    await deliverOrder(own, clock, handlers, job, deriveId('away', index))
    if (index % 1_000 === 999) await sync()
    const [hold] = await sql`select from trading_holds where code = 'runaway'`
    if (hold) heldAfter ??= index + 1
  }
  const standing = await readStanding(sql, clock.now())
  return { own, clock, sync, handlers, posts, heldAfter, standing }
}
