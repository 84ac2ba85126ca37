/** Days of the lake that Hive is told of. */

import type { HeldFile } from '../lake/engine.ts'
import { quoteName, quoteText, versionsOf, type TrinoPlace } from './names.ts'
import type { RunTrino } from './table-sync.ts'

/**
 * Has the metastore look for a table's days where some of the held files' are not known to it, or known ones are gone.
 * How many days are new; nothing is looked at in the store where nothing is.
 */
export async function syncDays(
  run: RunTrino,
  { catalog, schema }: TrinoPlace,
  table: string,
  files: readonly HeldFile[],
): Promise<number> {
  const name = versionsOf(table)
  const told = await run(`select "year", "month", "day" from ${quoteName(`${name}$partitions`)}`)
  const known = new Set(told.map(([year, month, day]) => dayText(year, month, day)))
  const held = new Set(files.map(({ day }) => day))
  const fresh = [...held].filter((day) => !known.has(day)).length
  const gone = [...known].filter((day) => !held.has(day)).length
  if (fresh + gone === 0) return 0
  const mode = gone === 0 ? 'ADD' : 'FULL'
  await run(
    `call ${quoteName(catalog)}.system.sync_partition_metadata(${[schema, name, mode].map(quoteText).join(', ')})`,
  )
  return fresh
}

const dayText = (...parts: unknown[]): string =>
  parts.map((part, place) => String(part).padStart(place === 0 ? 4 : 2, '0')).join('-')
