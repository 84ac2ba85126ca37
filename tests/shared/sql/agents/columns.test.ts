/** A setting that nobody reads does nothing, whatever its name promises. */

import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { cloneDatabase } from '../../../helpers/database.ts'

const { sql } = await cloneDatabase()
/** Those who read agents: to ask a model by them, and to show them. */
const readers = ['shared/sql/agents/agents.ts', 'services/query-api/models/agents.ts']
const told = readers.map((file) => readFileSync(file, 'utf8')).join('\n')
/** When a row was last changed, for whoever looks into the table. */
const FOR_THE_TABLE = ['updated_at']

it.each(['ai_agents', 'agent_variants'])('each column of %s is read', async (table) => {
  const columns = await sql<{ name: string }[]>`
    select attname as name from pg_attribute
    where attrelid = ${table}::regclass and attnum > 0 and not attisdropped order by attnum`
  const unread = columns
    .map(({ name }) => name)
    .filter((name) => !new RegExp(`\\b${name}\\b`).test(told))
  expect(unread.filter((name) => !FOR_THE_TABLE.includes(name))).toEqual([])
})
