import { expect, test } from 'vitest'
import { countLayerFailure, endLayerFailures } from '#shared/sql/signals/layer-failures.ts'
import { layerDuty } from '../../../services/scheduler/layer-watch.ts'
import { cloneDatabase } from '../../helpers/database.ts'

const { as } = await cloneDatabase()
const stage = as('stonks_functions')
const now = new Date('2026-01-07T15:00:00Z')
const errand = { now, last: null, signal: new AbortController().signal, isOn: true }

test('a layer that failed five times in a row is told, until it goes well', async () => {
  const duty = layerDuty({ sql: as('stonks_orchestration'), failuresMax: 5 })
  const fail = () => stage.begin((tx) => countLayerFailure(tx, 'competitive', 'no bars', now))
  for (let times = 1; times < 5; times += 1) expect(await fail()).toBe(times)
  expect(await duty.run(errand)).toBe('nothing')
  await fail()
  await expect(duty.run(errand)).rejects.toThrow(
    'competitive layer failed 5 times in a row: no bars',
  )
  await stage.begin((tx) => endLayerFailures(tx, 'competitive'))
  expect(await duty.run(errand)).toBe('nothing')
})
