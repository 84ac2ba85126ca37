/** The API over the small day, on a database, a Redis and an object folder of its own. */

import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll } from 'vitest'
import { openFolder } from '#shared/clients/objects/folder.ts'
import { pino } from 'pino'
import { readTopicMarks } from '../../../services/query-api/live/topic-marks.ts'
import { openLive } from '../../../services/query-api/live/stream.ts'
import { openMetrics } from '../../../services/query-api/metrics/scrape.ts'
import { servePage } from '../../../services/query-api/page.ts'
import { answerAll, routes, type FrontSite } from '../../../services/query-api/routes.ts'
import { openKeep } from '#shared/sql/access/keep-change.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { person } from '../../helpers/principals.ts'
import { openTestRedis } from '../../helpers/redis.ts'
import { openTestLake } from './lake/engine.ts'
import { openTestAccess } from './access/browser.ts'
import { fillFixture } from './fixture.ts'
import { NOW } from './fixture-base.ts'

/** Serves it until the test file ends; to an operator, unless somebody else is said to ask. */
export async function openApi(more: Partial<FrontSite> = {}) {
  const { sql, as } = await cloneDatabase()
  const own = as('stonks_api')
  const { redis } = await openTestRedis()
  const folder = mkdtempSync(join(tmpdir(), 'stonks-page-'))
  const objects = openFolder(folder)
  const clock = { mode: 'stepped' as const, speed: 1, now: () => NOW }
  const log = pino({ level: 'silent' })
  const live = openLive({
    read: () => readTopicMarks(own),
    isStillIn: () => Promise.resolve(true),
    log,
  })
  const fetch = routes({
    answers: answerAll({
      access: openTestAccess(own),
      sql: own,
      redis,
      clock,
      objects,
      brokerMode: 'paper',
      dataLabel: 'replay',
      lake: openTestLake(own, folder),
      live: (by, after) => live.open(by, after),
      metrics: openMetrics({
        sql: own,
        redis,
        clock,
        log,
        brokerMode: 'paper',
        depthLimit: 10_000,
      }),
    }),
    authenticate: () => Promise.resolve(person('admin', 'operator')),
    keep: openKeep(own, clock),
    page: servePage(join(folder, 'page')),
    ...more,
  })

  const call = (path: string, init?: RequestInit): Promise<Response> =>
    fetch(new Request(`http://page${path}`, init))
  const post = (path: string, body: unknown, headers: Record<string, string> = {}) =>
    call(path, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    })
  const read = async <T = unknown>(path: string) => (await (await call(path)).json()) as T

  await fillFixture(sql, objects)
  afterAll(() => {
    live.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  return { sql, redis, clock, live, call, post, read }
}
