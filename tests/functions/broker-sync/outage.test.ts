/** How soon the account is read again, once the broker is back after an outage of any length. */

import { expect, test } from 'vitest'
import { deriveId } from '#shared/host/ids.ts'
import { noteScheduled, readDueSources } from '#shared/sql/schedule/due-sources.ts'
import { noteRun } from '#shared/sql/universe/ingestion-runs.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { NOON } from '../../helpers/trading.ts'

const { sql } = await cloneDatabase()
const STEP_SECONDS = 20

test.each([
  ['a minute', 60, 'failed'],
  ['half an hour', 32 * 60, 'failed'],
  ['an hour', 3600, 'failed'],
  ['half an hour, in which it asks us to wait', 32 * 60, 'put_off'],
] as const)('after %s it is read within two minutes', async (name, outage, status) => {
  await sql`delete from sources`
  const sourceId = deriveId('source', name)
  await sql`insert into sources (source_id, source_type, source_name) values (${sourceId}, 'broker', 'Alpaca')`
  const market = { isOpen: true, lastCloseAt: NOON }
  let readAfter: number | undefined
  for (let passed = 0; readAfter === undefined && passed < outage + 600; passed += STEP_SECONDS) {
    const now = new Date(NOON.getTime() + passed * 1000)
    const [due] = await readDueSources(sql, now, market)
    if (!due) continue
    await sql.begin((tx) => noteScheduled(tx, [sourceId], now))
    const isAway = passed < outage
    if (!isAway) readAfter = passed - outage
    const jobId = deriveId('outage', name, passed)
    const nextTryAt = status === 'put_off' ? new Date(now.getTime() + 60_000) : undefined
    await noteRun(sql, {
      jobId,
      sourceId,
      status: isAway ? status : 'succeeded',
      startedAt: now,
      ...(isAway ? { error: 'away', nextTryAt } : {}),
    })
  }
  expect(readAfter).toBeLessThanOrEqual(120)
})
