/** The shipped questions on a real Trino that was told of a lake: each has the very answer that DuckDB gives. */

import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { LAKE_BUCKET, PARQUET } from '#shared/clients/lake/names.ts'
import { openTrino } from '#shared/clients/trino/engine.ts'
import { ICEBERG, LAKEHOUSE, versionsOf } from '#shared/clients/trino/names.ts'
import { runStatement } from '#shared/clients/trino/statement.ts'
import { syncTrino } from '#shared/clients/trino/sync.ts'
import { lakeTables } from '#shared/sql/lake/facts/all.ts'
import { shippedQuestions } from '#shared/sql/lake/questions/all.ts'
import { openTrinoObjects, trino, whyNoTrino } from '../../../helpers/trino.ts'
import { openSmallLake } from './small-lake.ts'

const lake = await openSmallLake()
/** Tables of this run alone, beside whatever else the servers hold, and schemas in which they have their own names. */
const run = `q${randomBytes(4).toString('hex')}`
const places = [
  { of: LAKEHOUSE, own: { catalog: LAKEHOUSE.catalog, schema: run } },
  { of: ICEBERG, own: { catalog: ICEBERG.catalog, schema: `${run}_copies` } },
]
const signal = new AbortController().signal
const say = async (text: string, place = LAKEHOUSE) =>
  (await runStatement(trino, { text, ...place }, signal)).rows
const nameOf = (table: string) => `${run}_${table}`

describe.skipIf(whyNoTrino !== '')(`on a real Trino${whyNoTrino}`, { timeout: 120_000 }, () => {
  beforeAll(async () => {
    const objects = openTrinoObjects()
    const held = lake.held.map((file) => ({ ...file, key: `${run}_${file.key}` }))
    for (const { key } of held) {
      const bytes = await lake.objects.get(LAKE_BUCKET, key.slice(run.length + 1))
      await objects.put(LAKE_BUCKET, key, bytes, PARQUET)
    }
    await syncTrino({
      settings: trino,
      tables: lakeTables.map((table) => ({ ...table, name: nameOf(table.name) })),
      held: (table) => Promise.resolve(held.filter(({ fact }) => nameOf(fact) === table)),
      signal,
      tell: () => undefined,
    })
    for (const { of, own } of places) {
      await say(
        `create schema ${own.catalog}.${own.schema} with (location = 's3://${LAKE_BUCKET}/warehouse/${own.schema}')`,
      )
      for (const { name } of lakeTables)
        await say(`create view ${name} as select * from ${of.schema}.${nameOf(name)}`, own)
    }
  }, 900_000)

  afterAll(async () => {
    for (const { of, own } of places) {
      for (const { name } of lakeTables) {
        await say(`drop view if exists ${name}`, own)
        await say(`drop view if exists ${nameOf(name)}`, of)
        await say(`drop table if exists ${versionsOf(nameOf(name))}`, of)
      }
      await say(`drop schema if exists ${own.catalog}.${own.schema}`)
    }
    const objects = openTrinoObjects()
    for (const key of await objects.list(LAKE_BUCKET, `${run}_`))
      await objects.remove(LAKE_BUCKET, key)
  }, 600_000)

  test.each(shippedQuestions.map(({ slug, statement }) => ({ slug, statement })))(
    '$slug',
    async ({ statement }) => {
      const limits = { rowsMax: 1_000, seconds: 100, memoryMb: 512 }
      const here = await lake.ask(statement)
      for (const { own } of places) {
        const there = await openTrino(trino, own).query(statement, limits, signal)
        expect([own.catalog, there.columns.map(({ name }) => name)]).toEqual([
          own.catalog,
          here.names,
        ])
        expect([own.catalog, JSON.parse(JSON.stringify(there.rows))]).toEqual([
          own.catalog,
          here.rows,
        ])
      }
    },
  )
})
