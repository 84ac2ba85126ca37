/**
 * HTTP requests that end where the server says nothing for too long: Node by itself waits without end. And what tells
 * one that was lost because the server had just closed a connection that Node kept: it was read by nobody.
 */

import http, { type ClientRequest, type IncomingMessage } from 'node:http'
import https, { type RequestOptions } from 'node:https'

type Transport = Pick<typeof http, 'request'>

const lost = new WeakSet<Error>()

/** Whether a request failed on a connection kept from an earlier one, before any answer: a new one may be made at once. */
export function wasLost(fault: unknown): boolean {
  return fault instanceof Error && lost.has(fault)
}

/** As Node's own transport for `protocol`; each request fails once nothing came or went for `silentMs`. */
export function transportInTime(protocol: string, silentMs: number): Transport {
  const { request: begin } = protocol === 'https:' ? https : http
  const request = (options: RequestOptions, told?: (answer: IncomingMessage) => void) => {
    // As an option it bounds the connecting too.
    const asked = begin({ ...options, timeout: silentMs }, (answer) => {
      answering = answer
      told?.(answer)
    })
    let answering: ClientRequest | IncomingMessage = asked
    asked.on('error', (fault: NodeJS.ErrnoException) => {
      const isCut = fault.code === 'ECONNRESET' || fault.code === 'EPIPE'
      if (isCut && asked.reusedSocket && answering === asked) lost.add(fault)
    })
    return asked.on('timeout', () =>
      // Of an answer half read only its own reader is told.
      answering.destroy(new Error(`nothing was heard from it for ${silentMs / 1_000} s`)),
    )
  }
  return { request: request as Transport['request'] }
}
