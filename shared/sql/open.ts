/**
 * The one way to PostgreSQL.
 *
 * Rows arrive in camelCase. `numeric` stays decimal text: money and quantity never pass through a
 * float. `bigint` becomes a number and must be a safe one.
 */

import postgres from 'postgres'
import { readEnv, readNumber } from '../runtime/env.ts'

export type Sql = postgres.Sql<{ bigint: number }>
/** An open transaction. */
export type Tx = postgres.TransactionSql<{ bigint: number }>
/** Either: what a query needs when it does not care. */
export type Db = Sql | Tx

/** A pool; it connects when first used, and again after the server was away. */
export function openPostgres(
  url: string = readEnv('DATABASE_URL'),
  max: number = readNumber('POSTGRES_POOL', 1),
): Sql {
  return postgres(url, {
    max,
    connect_timeout: 5,
    idle_timeout: 30,
    backoff: (attempt) => Math.min(2, 0.05 * 2 ** attempt),
    onnotice: () => undefined,
    // A plan kept from when a table was empty scans all of it once it is full.
    connection: { plan_cache_mode: 'force_custom_plan' },
    transform: postgres.camel,
    types: {
      bigint: {
        to: 20,
        from: [20],
        serialize: (value: number) => String(value),
        parse: safeInteger,
      },
    },
  })
}

function safeInteger(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value))
    throw new RangeError(`Read a bigint: ${text} is not a safe integer`)
  return value
}
