/** What a model server says instead of an answer, and whether to wait for it. */

import type { IncomingMessage } from 'node:http'
import { plainText } from '../../domain/document/text/cut.ts'
import { PermanentFault, PutOff } from '../../host/faults.ts'
import { readTold } from '../pace/told.ts'

/** How long a job waits for a server that is away or full. */
export const AWAY_MS = 20_000
/** A model has to be fetched by a person, a key to be mended by one. */
const PERSON_MS = 60_000
const UNWELL_MS = 30_000

/** Why nothing can be asked now; `queued`: as many as may be are being answered. */
export type WaitsFor = 'away' | 'busy' | 'no_model' | 'no_key' | 'unwell' | 'queued'

/** The job waits for the server, uncounted. */
export class ModelWaits extends PutOff {
  readonly why: WaitsFor

  constructor(why: WaitsFor, waitMs: number, message: string, options?: ErrorOptions) {
    super(Date.now() + waitMs, message, options)
    this.why = why
  }
}

/** What a model server says of itself instead of answering. */
export class ServerRefusal extends Error {
  override readonly name = 'ServerRefusal'
  readonly status: number
  /** In its own words. */
  readonly said: string

  constructor(status: number, said: string, where: string) {
    super(`Ask ${where}: it answered ${status}${said === '' ? '' : `, and says: ${said}`}`)
    this.status = status
    this.said = said
  }
}

/** A connection that there was ended without a whole answer: by the question, or by a restart. */
export class BrokenOff extends Error {
  override readonly name = 'BrokenOff'
}

/** What an answer of another status than 200 comes to. */
export async function wordOfServer(message: IncomingMessage, host: string): Promise<Error> {
  const { statusCode: status = 0 } = message
  const chunks: Buffer[] = []
  let size = 0
  for await (const chunk of message as AsyncIterable<Buffer>) {
    chunks.push(chunk)
    size += chunk.length
    if (size > 8_192) break
  }
  message.destroy()
  const said = wordsOf(Buffer.concat(chunks).toString('utf8'))
  const refusal = new ServerRefusal(status, said, host)
  if (status >= 300 && status < 400)
    return new PermanentFault(
      'source_leads_elsewhere',
      `Ask ${host}: it redirects to ${hostIn(message.headers.location)}, where nothing is sent`,
    )
  if (status === 401 || status === 403)
    return new ModelWaits('no_key', PERSON_MS, `${refusal.message}: it takes no such key`, {
      cause: refusal,
    })
  if (status !== 429 && status !== 503) return refusal
  const headers = new Headers()
  for (const [name, value] of Object.entries(message.headers))
    if (typeof value === 'string') headers.set(name, value)
  const { waitMs = AWAY_MS } = readTold(headers, status)
  const isBusy =
    status === 429 || headers.has('retry-after') || /busy|overload|queue|pending/i.test(said)
  // A gateway without a server behind it says no more than 503, and so does one that loads its model.
  const [why, is] = isBusy ? (['busy', 'busy'] as const) : (['away', 'not ready'] as const)
  return new ModelWaits(why, waitMs, `${refusal.message}: it is ${is}`, { cause: refusal })
}

function hostIn(location: string | undefined): string {
  return location !== undefined && URL.canParse(location) ? new URL(location).host : 'nowhere'
}

/** What an error says, in the forms of both kinds of server. */
function wordsOf(text: string): string {
  try {
    const { error } = JSON.parse(text) as { error?: unknown }
    if (typeof error === 'string') return plainText(error, 300)
    const { message } = error as { message?: unknown }
    if (typeof message === 'string') return plainText(message, 300)
  } catch {
    // Words of a gateway, as they are.
  }
  return plainText(text, 300)
}

/** The server fails over whatever it is asked. */
export function isUnwell(message: string, cause: unknown): ModelWaits {
  return new ModelWaits('unwell', UNWELL_MS, message, { cause })
}

/** The server has no such model: a person has to fetch it, or name another. */
export function noSuchModel(model: string, refusal: ServerRefusal): ModelWaits {
  return new ModelWaits(
    'no_model',
    PERSON_MS,
    `Ask for the model ${model}: the server has none of that name (${refusal.message})`,
    { cause: refusal },
  )
}
