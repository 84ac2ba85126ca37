/**
 * Whether the database has a schema that this code can work with.
 *
 * Functions, pumps and services come up beside the migrations of their release, and may outlive a
 * roll-out of the next: they take nothing before the schema they need is there, and nothing after
 * one came that broke it. Once seen good it is not asked again, but after a fault.
 */

import { NotReady } from '../../host/faults.ts'
import type { Logger } from '../../host/log.ts'
import type { Sql } from '../open.ts'
import { readMigrationHistory, type PastMigration } from './history.ts'
import { numberOf, saysBroken } from './plan.ts'
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
  let told: string | undefined
  let asking: Promise<void> | undefined
  const ask = async () => {
    const ran = await readMigrationHistory(sql)
    // What keeps PostgreSQL from answering is no word on its schema; from here on it is one.
    good = false
    const { newer } = judgeSchema(ran, needs)
    good = true
    if (newer !== undefined && newer !== told)
      log.warn(`the schema is at ${newer}, newer than ${needs} of this release: it only adds`)
    told = newer
  }
  // Whoever asks meanwhile shares the answer.
  const look = () =>
    (asking ??= ask().finally(() => {
      asking = undefined
    }))
  return { look, pass: () => (good ? Promise.resolve() : look()) }
}

/**
 * The newest migration where it is one that the code does not know and that only adds.
 *
 * @throws NotReady where the schema is older than `needs`, or newer and broken for it.
 */
function judgeSchema(
  ran: readonly Pick<PastMigration, 'name' | 'breaks'>[],
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
