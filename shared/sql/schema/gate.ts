/**
 * Whether the database has a schema that this code can work with.
 *
 * Functions, pumps and services come up beside the migrations of their release, and may outlive a
 * roll-out of the next: they take nothing before the schema they need is there, and nothing after
 * one came that broke it. Once seen good it is not asked again, but after a fault.
 */

import { NotReady } from '../../host/faults.ts'
import type { Logger } from '../../host/log.ts'
import type { Db, Sql } from '../open.ts'
import { numberOf, saysBroken, type Ran } from './plan.ts'
import { SCHEMA_NEEDED } from './version.ts'

export type SchemaGate = {
  /**
   * Resolves where the schema is good, without a question once it was seen to be.
   *
   * @throws NotReady in words for an operator; what the driver throws while PostgreSQL is away.
   */
  pass(): Promise<void>
  /** `pass` that asks in any case. */
  look(): Promise<void>
}

/** `needs` is the newest migration that the code knows. */
export function openSchemaGate(sql: Sql, log: Logger, needs: string = SCHEMA_NEEDED): SchemaGate {
  let good = false
  const look = async () => {
    const was = good
    good = false
    const { newer } = judgeSchema(await readRan(sql), needs)
    good = true
    if (newer !== undefined && !was)
      log.warn(`the schema is at ${newer}, newer than ${needs} of this release: it only adds`)
  }
  return { look, pass: async () => (good ? undefined : look()) }
}

/**
 * The newest migration where it is one that the code does not know and that only adds.
 *
 * @throws NotReady where the schema is older than `needs`, or newer and broken for it.
 */
export function judgeSchema(
  ran: readonly Pick<Ran, 'name' | 'breaks'>[],
  needs: string,
): { newer: string | undefined } {
  const at = ran.reduce((newest, { name }) => (newest > name ? newest : name), '')
  if (at === '' || numberOf(at) < numberOf(needs)) {
    const found = at === '' ? 'not there yet' : `at ${at}`
    throw new NotReady(`the schema is ${found}, this needs ${needs}: it waits for "migrate"`)
  }
  const newer = ran.filter(({ name }) => numberOf(name) > numberOf(needs))
  for (const { name, breaks } of newer) {
    if (breaks !== null) throw new NotReady(saysBroken(name, breaks))
  }
  return { newer: newer.length > 0 ? at : undefined }
}

/** Through JSON, since the column `breaks` is younger than the table. */
async function readRan(db: Db): Promise<Pick<Ran, 'name' | 'breaks'>[]> {
  try {
    return await db<Ran[]>`select name, to_jsonb(migrations) ->> 'breaks' as breaks from migrations`
  } catch (fault) {
    if ((fault as { code?: string }).code === UNDEFINED_TABLE) return []
    throw fault
  }
}

const UNDEFINED_TABLE = '42P01'
