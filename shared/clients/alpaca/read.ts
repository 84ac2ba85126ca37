/** Reads one reply of Alpaca's against what it must hold. */

import * as v from 'valibot'
import { beginning } from '../../domain/document/text/cut.ts'
import { BrokerError } from './broker-error.ts'

/** Parses a reply; one that does not fit counts as no reply, since an order may stand behind it. */
export async function readReply<const S extends v.GenericSchema>(
  what: string,
  schema: S,
  reply: Promise<unknown>,
): Promise<v.InferOutput<S>> {
  const body = await reply
  const result = v.safeParse(schema, body)
  if (result.success) return result.output
  throw new BrokerError(`Read the broker's ${what}: ${v.summarize(result.issues)}`, {
    status: 200,
    body: beginning(JSON.stringify(body), 2000),
  })
}
