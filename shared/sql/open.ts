/**
 * The one way to PostgreSQL.
 *
 * Rows arrive in camelCase. `numeric` stays decimal text: money and quantity never pass through a
 * float. `bigint` becomes a number and must be a safe one.
 */

import { isIP } from 'node:net'
import postgres from 'postgres'
import { cleanValue } from '../domain/document/text/clean.ts'
import { readEnv, readNumber, withPassword } from '../host/env.ts'
import { holdsPassword, keyedAddress } from '../host/keyed-address.ts'
import { holdToSession } from './one-session.ts'

export type Sql = postgres.Sql<{ bigint: number }>
/** An open transaction. */
export type Tx = postgres.TransactionSql<{ bigint: number }>
/** Either: what a query needs when it does not care. */
export type Db = Sql | Tx

/**
 * A pool; it connects when first used, and again after the server was away. A URL without a password
 * is given POSTGRES_PASSWORD; its `sslmode` is kept to.
 */
export function openPostgres(
  url: string = readEnv('DATABASE_URL'),
  max: number = readNumber('POSTGRES_POOL', 1),
): Sql {
  // A plan kept from when a table was empty scans all of it once it is full.
  return open(url, { max }, 'force_custom_plan')
}

/** Seconds after which a connection is replaced by a new one, and every plan made anew. */
const PLANS_KEPT_SECONDS = 60

/**
 * `openPostgres` for a stage, which runs the same few statements for every job: their plans are kept,
 * but no longer than a minute (docs/decisions/0010).
 */
export function openStagePostgres(
  url: string = readEnv('DATABASE_URL'),
  max: number = readNumber('POSTGRES_POOL', 1),
): Sql {
  return open(url, { max, max_lifetime: PLANS_KEPT_SECONDS }, 'auto')
}

/**
 * A process that stands still within a transaction, frozen or starved, is ended by the server after so
 * long: what it has locked would else hold up everybody, the kill switch's cancels too. Nobody outside
 * is asked within a transaction, so between two statements there is only computing.
 */
const IDLE_IN_TRANSACTION_MS = 3_000

function open(
  url: string,
  pool: { max: number; max_lifetime?: number },
  plans: 'auto' | 'force_custom_plan',
): Sql {
  const whole = withPassword(url, 'POSTGRES_PASSWORD')
  if (holdsPassword(whole)) keyedAddress('DATABASE_URL', whole)
  const sql: Sql = postgres(whole, {
    ...pool,
    ...secure(url),
    connect_timeout: 5,
    idle_timeout: 30,
    backoff: (attempt) => Math.min(2, 0.05 * 2 ** attempt),
    onnotice: () => undefined,
    // Without a zone of its own the session has the server's, and with it `::date` and dates as text.
    connection: {
      plan_cache_mode: plans,
      TimeZone: 'UTC',
      idle_in_transaction_session_timeout: IDLE_IN_TRANSACTION_MS,
    },
    transform: postgres.camel,
    types: {
      bigint: {
        to: 20,
        from: [20],
        serialize: (value: number) => String(value),
        parse: safeInteger,
      },
      json: {
        to: 114,
        from: [114, 3802],
        serialize: storableJson,
        parse: (text: string): unknown => JSON.parse(text),
      },
    },
  })
  return holdToSession(sql)
}

/**
 * What the driver leaves out of `sslmode=verify-full`: the authority to trust, and the address to
 * find in the certificate where the host is an address (it would look for "localhost").
 */
function secure(url: string): { ssl?: { ca?: string; host?: string } } {
  if (!/[?&]sslmode=verify-(?:full|ca)(?:&|$)/.test(url)) return {}
  const ca = readEnv('POSTGRES_CA')
  const host = /^\w+:\/\/(?:[^@/?]*@)?\[?([^\],/?]+?)\]?(?::\d+)?(?:[/?]|$)/.exec(url)?.[1] ?? ''
  return { ssl: { ...(ca ? { ca } : {}), ...(isIP(host) ? { host } : {}) } }
}

/** What JSON may hold and PostgreSQL refuses, as JSON.stringify writes it. */
const UNSTORABLE = /\\u(?:0000|d[89a-f])/

/** JSON that PostgreSQL takes: one NUL or half an emoji of somebody's must not cost a whole statement. */
function storableJson(value: unknown): string {
  const text = JSON.stringify(value)
  return UNSTORABLE.test(text) ? JSON.stringify(cleanValue(JSON.parse(text))) : text
}

function safeInteger(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value))
    throw new RangeError(`Read a bigint: ${text} is not a safe integer`)
  return value
}
