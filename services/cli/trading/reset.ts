/** `stonks trading reset`: begins the books of a paper account anew, told before it is done. */

import type { Catalogue } from '#shared/contracts/api/catalogue.ts'
import type { AnswerOf } from '#shared/contracts/api/route.ts'
import { UsageError } from '../command.ts'
import { needed, outcome, type WordParts } from './word.ts'

type Plan = AnswerOf<Catalogue['POST /api/trading/reset']>

export async function reset({ ask, confirm, typed }: WordParts) {
  const [scope = 'paper', ...surplus] = typed.words
  if ((scope !== 'paper' && scope !== 'full') || surplus.length > 0)
    throw new UsageError('reset takes paper or full')
  const { reason, dryRun, cancelOpen } = typed
  const path = 'POST /api/trading/reset'
  const first = await ask(path, { body: { scope, cancel_open: cancelOpen, reason } })
  if (dryRun || cancelOpen) return outcome(first, showPlan)
  if (!(await confirm(`${showPlan(first)}\nBegin anew?`))) return undefined
  const body = { scope, confirm: first.confirm, reason: needed(reason) }
  return outcome(await ask(path, { body }), showPlan)
}

function showPlan({ done, will, orders, waiting }: Plan): string {
  const open = orders.map(
    ({ side, quantity, ticker, state, orderId }) =>
      `Open, and to be cancelled first: ${side} ${quantity} ${ticker}, ${state} (${orderId})`,
  )
  const way = waiting > 0 ? [`On their way, and to be waited for: ${waiting}`] : []
  return [...open, ...way, ...will, ...(done ? ['Done.'] : [])].join('\n')
}
