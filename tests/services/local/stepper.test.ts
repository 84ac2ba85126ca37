import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { deriveId } from '#shared/host/ids.ts'
import { openStallWatch } from '../../../services/local/stepper.ts'
import { cloneDatabase } from '../../helpers/database.ts'

const { sql } = await cloneDatabase()

const queue = (list: string, name: string) => sql`
  insert into jobs (job_id, list, payload, business_at, relayed_at)
  values (${deriveId('stall', name)}, ${list}, '{}', now(), now())`
const end = (name: string) => sql`
  update jobs set state = 'done', settled_at = clock_timestamp() where job_id = ${deriveId('stall', name)}`

let come = 0

/** Looks while jobs of a list come and end; what the watch says of the rest. */
async function watchWhile(list: string): Promise<string> {
  const stalled = openStallWatch(sql, { ms: 300, lookMs: 1 })
  for (let look = 0; look < 40; look += 1) {
    come += 1
    await queue(list, `${come}`)
    await end(`${come}`)
    await sleep(10)
    const said = await stalled().then(() => '', String)
    if (said) return said
  }
  return 'nothing'
}

test('a job that never ends is told of, though facts of the lake go on', async () => {
  await queue('broker_orders', 'waits for ever')
  expect(await watchWhile('lake_publish')).toBe(
    'Error: Wait for the pipeline: 1 jobs are queued (broker_orders) and none of them has ended for 0.3 s',
  )
  // While others end, it may be its turn next.
  expect(await watchWhile('aggregation')).toBe('nothing')
  await end('waits for ever')
  expect(await watchWhile('lake_publish')).toBe('nothing')
})
