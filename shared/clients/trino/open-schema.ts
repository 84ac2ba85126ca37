/** The schema in which the lake stands, of one catalogue. */

import { LAKE_BUCKET } from '../lake/names.ts'
import { quoteName, quoteText, type TrinoPlace } from './names.ts'
import { readSchema, type RunTrino } from './table-sync.ts'

/**
 * The schema, made where it is missing, and what is in it; undefined where Trino has no such catalogue.
 *
 * @throws TrinoFault when it cannot be made, and nobody else has made it.
 */
export async function openSchema(run: RunTrino, place: TrinoPlace) {
  const catalogs = await run('select catalog_name from system.metadata.catalogs')
  if (!catalogs.some(([name]) => name === place.catalog)) return undefined
  const [catalog, schema] = [place.catalog, place.schema].map(quoteName)
  const location = quoteText(`s3://${LAKE_BUCKET}/warehouse/${place.schema}`)
  try {
    await run(`create schema if not exists ${catalog}.${schema} with (location = ${location})`)
  } catch (fault) {
    // Of two that make it at once the Metastore fails one, once the other has made it.
    const like = `show schemas from ${catalog} like ${quoteText(place.schema)}`
    const made = await run(like).catch(() => [])
    if (made.length === 0) throw fault
  }
  return { run, known: await readSchema(run, place) }
}
