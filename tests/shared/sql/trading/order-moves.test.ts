/** The database refuses every move of an order that the table of moves does not have. */

import { expect, test } from 'vitest'
import { ORDER_STATES } from '#shared/contracts/sets.ts'
import { ORDER_MOVES } from '#shared/domain/trading/order-state.ts'
import { rules } from '#shared/domain/rules/versions.ts'
import { placeIntent } from '../../../../functions/broker-adapter/intent.ts'
import { readOrderDecision } from '#shared/sql/trading/overrides.ts'
import { decide } from '../../../functions/broker-adapter/orders.ts'
import { cloneDatabase } from '../../../helpers/database.ts'
import { NOON, seedAccount } from '../../../helpers/trading.ts'

const { sql } = await cloneDatabase()

test('each move of 81 is allowed here as there', async () => {
  await seedAccount(sql)
  const { decisionId } = await decide(sql, NOON, { name: 'moves' })
  const decision = (await readOrderDecision(sql, decisionId))!
  const quote = { price: '100.9', at: NOON }
  const made = await placeIntent(sql, { decision, quote, deployStage: 'test', rules, now: NOON })
  if (made.kind !== 'order') throw new Error(`Expected an order, found ${made.kind}`)
  const { orderId } = made.order
  const refused: string[] = []
  const allowed: string[] = []
  for (const from of ORDER_STATES)
    for (const to of ORDER_STATES) {
      await sql`alter table orders disable trigger orders_guard`
      await sql`update orders set state = ${from}, filled_quantity = 0 where order_id = ${orderId}`
      await sql`alter table orders enable trigger orders_guard`
      const move = sql`update orders set state = ${to}, filled_quantity
        = case when ${to} = 'filled' then quantity else 0 end where order_id = ${orderId}`
      await move.then(
        () => allowed.push(`${from} ${to}`),
        () => refused.push(`${from} ${to}`),
      )
    }
  const legal = ORDER_STATES.flatMap((from) =>
    [from, ...ORDER_MOVES[from]].map((to) => `${from} ${to}`),
  )
  expect(allowed.toSorted()).toEqual(legal.toSorted())
  expect(refused).toHaveLength(81 - legal.length)
})
