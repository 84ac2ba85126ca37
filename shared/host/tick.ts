/** A round that whoever moves the clock asks for, by a signed `POST /tick`. */

import type { IncomingMessage } from 'node:http'
import type { Clock } from './clock.ts'
import { Refusal } from './refusal.ts'
import { readBody } from './request.ts'
import type { Rounds } from './rounds.ts'
import { openTakenIds, readServiceSecret, verifyRequest } from './signature.ts'

/** Runs the round that a request asks for. */
export type Tick = (request: IncomingMessage) => Promise<void>

/** The promise is refused where none of ours signed, or a second time, or the clock moves by itself. */
export function openTick(rounds: Pick<Rounds, 'run'>, { mode }: Pick<Clock, 'mode'>): Tick {
  const secret = readServiceSecret()
  const taken = openTakenIds()
  return async (request) => {
    const body = await readBody(request)
    const { method = '', url = '', headers } = request
    const { id } = verifyRequest(secret, { method, target: url, headers, body })
    if (!taken.take(id)) throw new Refusal(401, 'This request was taken already', 'unsigned')
    const words = 'A round can be asked for only under a stepped BUSINESS_CLOCK'
    if (mode !== 'stepped') throw new Refusal(403, words, 'not_stepped')
    await rounds.run()
  }
}
