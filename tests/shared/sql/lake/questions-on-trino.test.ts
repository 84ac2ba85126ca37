/** The shipped questions on a real Trino: each has the very answer that DuckDB gives. */

import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { LAKE_BUCKET, PARQUET } from '#shared/clients/lake/names.ts'
import { openTrino } from '#shared/clients/trino/engine.ts'
import { LAKEHOUSE, quoteName, versionsOf } from '#shared/clients/trino/names.ts'
import { syncDays } from '#shared/clients/trino/partitions.ts'
import { HIVE } from '#shared/clients/trino/shapes.ts'
import { runStatement } from '#shared/clients/trino/statement.ts'
import { shapeTable } from '#shared/clients/trino/table-sync.ts'
import { lakeTables } from '#shared/sql/lake/facts/all.ts'
import { shippedQuestions } from '#shared/sql/lake/questions/all.ts'
import { openTrinoObjects, trino, whyNoTrino } from '../../../helpers/trino.ts'
import { openSmallLake } from './small-lake.ts'

const lake = await openSmallLake()
/** Tables of this run alone, beside whatever else the servers hold, and a schema in which they have their own names. */
const run = `q${randomBytes(4).toString('hex')}`
const own = { catalog: LAKEHOUSE.catalog, schema: run }
const signal = new AbortController().signal
const say = async (text: string, place = LAKEHOUSE) =>
  (await runStatement(trino, { text, ...place }, signal)).rows
const nameOf = (table: string) => `${run}_${table}`

describe.skipIf(whyNoTrino !== '')(`on a real Trino${whyNoTrino}`, { timeout: 120_000 }, () => {
  beforeAll(async () => {
    const objects = openTrinoObjects()
    await say(
      `create schema if not exists ${quoteName(LAKEHOUSE.catalog)}.${quoteName(LAKEHOUSE.schema)}
        with (location = 's3://${LAKE_BUCKET}/warehouse/${LAKEHOUSE.schema}')`,
    )
    await say(
      `create schema ${own.catalog}.${run} with (location = 's3://${LAKE_BUCKET}/warehouse/${run}')`,
    )
    for (const table of lakeTables) {
      const shape = { ...table, name: nameOf(table.name) }
      const files = lake.held
        .filter(({ fact }) => fact === table.name)
        .map((file) => ({ ...file, key: `${run}_${file.key}` }))
      for (const { key } of files) {
        const bytes = await lake.objects.get(LAKE_BUCKET, key.slice(run.length + 1))
        await objects.put(LAKE_BUCKET, key, bytes, PARQUET)
      }
      await shapeTable(say, { columns: new Map(), views: new Map() }, shape, {
        ...HIVE,
        saysOfViews: false,
      })
      await syncDays(say, LAKEHOUSE, shape.name, files)
      await say(`create view ${table.name} as select * from ${LAKEHOUSE.schema}.${shape.name}`, own)
    }
  }, 600_000)

  afterAll(async () => {
    for (const { name } of lakeTables) {
      await say(`drop view if exists ${name}`, own)
      await say(`drop view if exists ${nameOf(name)}`)
      await say(`drop table if exists ${versionsOf(nameOf(name))}`)
    }
    await say(`drop schema if exists ${own.catalog}.${run}`)
  }, 300_000)

  test.each(shippedQuestions.map(({ slug, statement }) => ({ slug, statement })))(
    '$slug',
    async ({ statement }) => {
      const limits = { rowsMax: 1_000, seconds: 100, memoryMb: 512 }
      const there = await openTrino(trino, own).query(statement, limits, signal)
      const here = await lake.ask(statement)
      expect(there.columns.map(({ name }) => name)).toEqual(here.names)
      expect(JSON.parse(JSON.stringify(there.rows))).toEqual(here.rows)
    },
  )
})
