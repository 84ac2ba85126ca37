/**
 * Asks the broker for one order, and finds out what came of it when the answer is not clear.
 *
 * An unclear answer is never taken for a refusal: the order is looked up by the id we gave it, and
 * while that says nothing the job comes again and sends the same id (docs/FORMULAS.md, Orders and fills).
 */

import { plainText } from '#shared/domain/document/text/cut.ts'
import { redact } from '#shared/host/redact.ts'
import { BrokerError } from '#shared/clients/alpaca/http.ts'
import type { Alpaca } from '#shared/clients/alpaca/client.ts'
import type { BrokerOrder } from '#shared/domain/trading/broker-state.ts'
import type { Leave } from '#shared/domain/trading/mode.ts'
import type { RecordedOrder } from '#shared/sql/trading/orders.ts'

export type Submission =
  | { kind: 'accepted'; order: BrokerOrder }
  | { kind: 'rejected'; reason: string }

const DUPLICATE_ID = 40010001
const REFUSALS = [400, 403, 422]

/** What submitting needs to know beside the order. */
export type SubmitRules = {
  /** False where an earlier delivery may have sent it already. */
  isNew: boolean
  /** How trading stands, read as late as can be. */
  mayTrade: () => Promise<Leave>
}

/**
 * Sends an order once, or finds the one already sent.
 *
 * @throws when the outcome cannot be known yet; the same order may then be asked for again.
 */
export async function submitOnce(
  alpaca: Pick<Alpaca, 'submitOrder' | 'orderByClientId'>,
  order: RecordedOrder,
  rules: SubmitRules,
): Promise<Submission> {
  if (!rules.isNew) {
    const sent = await alpaca.orderByClientId(order.clientOrderId)
    if (sent) return { kind: 'accepted', order: sent }
  }
  const leave = await rules.mayTrade()
  if (!leave.ok) throw new Error(`Send order ${order.orderId}: ${leave.code}: ${leave.says}`)
  try {
    return { kind: 'accepted', order: await alpaca.submitOrder(order) }
  } catch (fault) {
    if (!(fault instanceof BrokerError)) throw fault
    if (isRefusal(fault)) return { kind: 'rejected', reason: reasonOf(fault) }
    if (!fault.isAmbiguous && !isDuplicate(fault)) throw fault
    const sent = await alpaca.orderByClientId(order.clientOrderId)
    if (sent) return { kind: 'accepted', order: sent }
    throw new Error(`Send order ${order.orderId}: the broker does not know it yet`, {
      cause: fault,
    })
  }
}

/** The broker judged the order and said no; without a code of its own it did not get that far. */
function isRefusal(fault: BrokerError): boolean {
  return REFUSALS.includes(fault.status) && fault.code !== undefined && !isDuplicate(fault)
}

function isDuplicate({ status, code, body }: BrokerError): boolean {
  return status === 422 && code === DUPLICATE_ID && body.includes('client_order_id must be unique')
}

const REASON_MAX = 1000

function reasonOf({ status, body }: BrokerError): string {
  return plainText(redact(`${status} ${body}`), REASON_MAX)
}
