import { beforeEach, expect, test } from 'vitest'
import { adoptPositionsMax, readLimits } from '#shared/sql/risk/limits.ts'
import { cloneDatabase } from '../../../helpers/database.ts'

const { sql } = await cloneDatabase()
const adopt = async (positionsMax: number) => {
  await adoptPositionsMax(sql, positionsMax)
  return (await readLimits(sql)).positionsMax
}

beforeEach(async () => {
  await sql`update risk_configs set value = '10', changed_by = 'install' where name = 'positions_max'`
})

test('the environment sets how many positions there may be, and may change its mind', async () => {
  expect(await adopt(10)).toBe(10)
  expect(await adopt(4)).toBe(4)
  expect(await adopt(6)).toBe(6)
})

test.each([
  ['in the name of a person', `value = '3', changed_by = 'ada'`],
  ['and says no name', `value = '3'`],
])('not once a person changed the limit %s', async (_, change) => {
  await sql`update risk_configs set ${sql.unsafe(change)} where name = 'positions_max'`
  expect(await adopt(8)).toBe(3)
  await sql`update risk_configs set value = '10', changed_by = 'install' where name = 'positions_max'`
  await adopt(4)
  await sql`update risk_configs set ${sql.unsafe(change)} where name = 'positions_max'`
  expect(await adopt(8)).toBe(3)
})
