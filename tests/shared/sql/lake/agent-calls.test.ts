import { expect, test } from 'vitest'
import { agentCallsTable } from '#shared/sql/lake/facts/agent-calls.ts'
import { readDayRows } from '#shared/sql/lake/read-rows.ts'
import { cloneDatabase } from '../../../helpers/database.ts'

const { sql } = await cloneDatabase()
const place = agentCallsTable.columns.findIndex(({ name }) => name === 'schema_version')

test('a call from before the form of its reply was kept has none, as files of then have no such column', async () => {
  await sql`insert into agent_performance_log (agent_id, at, latency_ms, outcome, model)
    select agent_id, '2024-06-03T15:00:00Z', 12, 'answered', 'before' from ai_agents limit 1`
  await sql`insert into agent_performance_log (agent_id, at, latency_ms, outcome, model, schema_version)
    select agent_id, '2024-06-03T15:00:00Z', 12, 'answered', form, form
    from (select agent_id from ai_agents limit 1) one, (values ('none'), ('abcdef01')) as of (form)`
  const days = { from: '2024-06-03', to: '2024-06-03' }
  const told = []
  for await (const rows of readDayRows(sql, agentCallsTable, days, 10)) told.push(...rows)
  expect(told.map((cells) => cells[place])).toEqual([null, 'none', 'abcdef01'])
})
