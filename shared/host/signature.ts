/**
 * How our own programs know each other: each request between them carries a signature.
 *
 * HMAC-SHA256 (RFC 2104) with the secret of the run over time, id, sender, method, address,
 * principal and body. Nobody without the secret can make one, nor change what one covers.
 */

import { createHmac, randomUUID, timingSafeEqual } from 'node:crypto'
import type { IncomingHttpHeaders } from 'node:http'
import * as v from 'valibot'
import { Principal } from '../contracts/api/principal.ts'
import { readEnv } from './env.ts'
import { Refusal } from './refusal.ts'

/** How far a sender's clock may be from ours, in milliseconds. */
const SKEW_MS = 60_000
const SECRET_CHARS_MIN = 32
/** Ids remembered at once; more than our programs send within two minutes. */
const IDS_MAX = 100_000

export type ToSign = {
  /** The program that asks, by its own name. */
  by: string
  method: string
  /** Path, and query where there is one. */
  target: string
  body: string | Uint8Array
  /** On whose behalf a front door asks. */
  principal?: Principal
}

export type ToVerify = {
  method: string
  target: string
  headers: IncomingHttpHeaders
  body: string | Uint8Array
}

/** The id of the request that is answered, who answers, and what. */
export type ToProve = { id: string; by: string; status: number }

export type Sender = { by: string; id: string; principal: Principal | undefined }

/** Takes each id once. */
export type TakenIds = { take(id: string, now?: number): boolean }

/** Where an answer's proof stands. */
export const PROOF_HEADER = 'x-stonks-answer'

/** Why a process that has no secret does nothing. */
export const NO_SECRET = 'SERVICE_SECRET is not set here, so no request is taken'

/**
 * The secret of the run; empty where none is set, and then nothing is taken.
 *
 * @throws RangeError where it is too short to keep anybody out.
 */
export function readServiceSecret(): string {
  const secret = readEnv('SERVICE_SECRET')
  if (secret === '' || secret.length >= SECRET_CHARS_MIN) return secret
  throw new RangeError(
    `Read SERVICE_SECRET: expected at least ${SECRET_CHARS_MIN} characters, found ${secret.length}`,
  )
}

/**
 * The headers that make a request one of ours; `now` in milliseconds of real time.
 *
 * @throws RangeError where there is no secret to sign with.
 */
export function signRequest(
  secret: string,
  { by, method, target, body, principal }: ToSign,
  now = Date.now(),
): Record<string, string> {
  if (secret === '')
    throw new RangeError('Sign a request: SERVICE_SECRET is not set, so nobody would take it')
  const time = String(now)
  const id = randomUUID()
  const passed = principal ? Buffer.from(JSON.stringify(principal)).toString('base64url') : ''
  const head = headOf([time, id, by, `${method} ${target}`, passed])
  return {
    'x-stonks-time': time,
    'x-stonks-id': id,
    'x-stonks-by': by,
    ...(passed === '' ? {} : { 'x-stonks-principal': passed }),
    'x-stonks-signature': digestOf(secret, head, body),
  }
}

/**
 * Who signed a request, and on whose behalf.
 *
 * @throws Refusal 401 `unsigned` of one that none of ours signed, or not within a minute.
 */
export function verifyRequest(
  secret: string,
  { method, target, headers, body }: ToVerify,
  now = Date.now(),
): Sender {
  if (secret === '') throw unsigned(NO_SECRET)
  const [time, id, by] = ['x-stonks-time', 'x-stonks-id', 'x-stonks-by'].map((name) =>
    oneOf(headers, name),
  )
  const given = oneOf(headers, 'x-stonks-signature')
  const passed = oneOf(headers, 'x-stonks-principal') ?? ''
  if (!time || !id || !by || !given) throw unsigned('the request carries no signature')
  const head = headOf([time, id, by, `${method} ${target}`, passed])
  if (!isSame(given, digestOf(secret, head, body)))
    throw unsigned('the signature is not of this request, or made with another SERVICE_SECRET')
  if (!/^\d{1,15}$/.test(time) || Math.abs(now - Number(time)) > SKEW_MS)
    throw unsigned('it was signed more than a minute ago, or the clocks of two machines differ')
  return { by, id, principal: passed === '' ? undefined : principalOf(passed) }
}

/**
 * What shows a sender that the program it meant has answered: nobody else can make one of its request
 * and status. Who only listens where that program would, while it is away, cannot say that all is done.
 */
export function proveAnswer(secret: string, { id, by, status }: ToProve): string {
  return digestOf(secret, `answer v1\n${id}\n${by}\n${status}\n`, '')
}

/** Whether `given` is what `proveAnswer` makes. */
export function isProven(secret: string, told: ToProve, given: string): boolean {
  return secret !== '' && isSame(given, proveAnswer(secret, told))
}

/** Remembers ids as long as their signatures could be used again, and never more than `idsMax`. */
export function openTakenIds(idsMax = IDS_MAX): TakenIds {
  // In the order in which they came, so that the oldest is first.
  const taken = new Map<string, number>()
  return {
    take(id, now = Date.now()) {
      for (const [old, at] of taken) {
        if (at + 2 * SKEW_MS >= now) break
        taken.delete(old)
      }
      // Full is as good as taken: forgetting one early would let it in again.
      if (taken.has(id) || taken.size >= idsMax) return false
      taken.set(id, now)
      return true
    },
  }
}

/** Line by line: none of these can hold a line's end, so no two requests read alike. */
function headOf(lines: readonly string[]): string {
  return `v1\n${lines.join('\n')}\n`
}

/** In hexadecimal at once: bytes made into it afterwards take half as long again. */
function digestOf(secret: string, head: string, body: string | Uint8Array): string {
  return createHmac('sha256', secret).update(head).update(body).digest('hex')
}

/** Takes as long for a wrong guess as for a nearly right one. */
function isSame(given: string, wanted: string): boolean {
  const [mine, theirs] = [Buffer.from(wanted), Buffer.from(given)]
  return mine.length === theirs.length && timingSafeEqual(mine, theirs)
}

function oneOf(headers: IncomingHttpHeaders, name: string): string | undefined {
  const value = headers[name]
  return typeof value === 'string' && !/[\r\n]/.test(value) ? value : undefined
}

function principalOf(passed: string): Principal {
  try {
    return v.parse(Principal, JSON.parse(Buffer.from(passed, 'base64url').toString('utf8')))
  } catch (cause) {
    throw unsigned(`the principal it names is none: ${v.isValiError(cause) ? 'shape' : 'JSON'}`)
  }
}

function unsigned(why: string): Refusal {
  return new Refusal(401, `Only our own programs may ask here: ${why}`, 'unsigned')
}
