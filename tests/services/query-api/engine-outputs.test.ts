/** What the API says of how often the pipelines agreed, over a real record. */

import { beforeAll, expect, test } from 'vitest'
import { readEngineHistory } from '../../../services/query-api/signals/engine-outputs.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { fillEngine } from './fixture-engine.ts'

const { sql, as } = await cloneDatabase()
const api = as('stonks_api')
const agreementOn = async (ticker: string) => (await readEngineHistory(api, ticker))?.agreement

beforeAll(() => fillEngine(sql))

test('pipelines that differed in more than half of ten or more are warned of', async () => {
  expect(await agreementOn('MSFT')).toEqual({
    share: 0,
    of: 12,
    isLow: true,
    warning: 'pipelines_disagree',
  })
})

test('with half of them alike they are not', async () => {
  await sql`update signal_engine_outputs set agreement = true where ticker = 'MSFT' and output_id in (
    select output_id from signal_engine_outputs where ticker = 'MSFT' order by evaluated_at limit 6)`
  expect(await agreementOn('MSFT')).toEqual({ share: 0.5, of: 12, isLow: false, warning: null })
  await sql`update signal_engine_outputs set agreement = false where ticker = 'MSFT' and output_id in (
    select output_id from signal_engine_outputs where ticker = 'MSFT' order by evaluated_at limit 1)`
  expect(await agreementOn('MSFT')).toMatchObject({ warning: 'pipelines_disagree' })
})

test('nothing is warned of where few or none were compared', async () => {
  expect(await agreementOn('AAPL')).toMatchObject({ isLow: false, warning: null })
  expect(await agreementOn('XOM')).toEqual({ share: null, of: 0, isLow: false, warning: null })
})
