/** Asks the trading engine in the name of whoever types, signed with the secret of the run. */

import type { Catalogue } from '#shared/contracts/api/catalogue.ts'
import type { AnswerOf } from '#shared/contracts/api/route.ts'
import { readEnv } from '#shared/host/env.ts'
import { deriveId } from '#shared/host/ids.ts'
import { readServiceSecret, signRequest } from '#shared/host/signature.ts'

/** Routes that the engine answers itself. */
type EngineKey = {
  [K in keyof Catalogue]: Catalogue[K]['service'] extends 'trading-engine' ? K : never
}[keyof Catalogue]

export type More = { id?: string; query?: Record<string, string | undefined>; body?: unknown }

/** One request; the answer as the catalogue says it. */
export type AskEngine = <K extends EngineKey>(
  key: K,
  more?: More,
) => Promise<AnswerOf<Catalogue[K]>>

const PATIENCE_MS = 20_000

/**
 * Whoever may read the secret of the run has its rights: they count as an admin at this machine, and
 * what they type is confirmed by typing.
 */
export function openAskEngine(by: string): AskEngine {
  return async (key, { id = '', query = {}, body } = {}) => {
    const [method = '', path = ''] = key.split(' ')
    const said = Object.entries(query).filter((pair): pair is [string, string] => !!pair[1])
    const search = said.length > 0 ? `?${new URLSearchParams(said).toString()}` : ''
    const target = path.replace(':id', encodeURIComponent(id)) + search
    const sent = method === 'GET' ? '' : JSON.stringify(body ?? {})
    const signed = { by: 'stonks', method, target, body: sent, principal: principalOf(by) }
    const reply = await fetch(new URL(target, readEnv('TRADING_ENGINE_URL')), {
      method,
      headers: {
        ...signRequest(readServiceSecret(), signed),
        'content-type': 'application/json',
      },
      body: method === 'GET' ? null : sent,
      signal: AbortSignal.timeout(PATIENCE_MS),
    }).catch((cause: unknown) => {
      throw new Error('The trading engine does not answer: see stonks doctor', { cause })
    })
    const answer = (await reply.json()) as AnswerOf<Catalogue[typeof key]> & { detail?: string }
    if (reply.ok) return answer
    throw new Error(answer.detail ?? `the trading engine said ${reply.status}`)
  }
}

function principalOf(name: string) {
  const id = deriveId('command line', name)
  const steppedUpAt = new Date(Date.now() - 1_000).toISOString()
  const person = { kind: 'person', id, name, role: 'admin', sessionId: id } as const
  return { ...person, steppedUpAt, from: 'command line' }
}
