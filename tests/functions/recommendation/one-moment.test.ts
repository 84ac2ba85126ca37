/** Jobs of one moment in whatever order: what is said in the end rests on the moment's last trend alone. */

import { expect, test } from 'vitest'
import { rules } from '#shared/domain/rules/versions.ts'
import { deriveId } from '#shared/host/ids.ts'
import { aggregation } from '../../../functions/aggregation/handler.ts'
import { recommendation } from '../../../functions/recommendation/handler.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { putDocument } from '../../helpers/signals.ts'
import { putExposure, tariffs, tellWorld } from '../../helpers/world-events.ts'

const { sql, as } = await cloneDatabase()
const own = as('stonks_functions')
const noon = new Date('2026-01-07T17:00:00.000Z')
const before = (hours: number) => new Date(noon.getTime() - hours * 3_600_000)

/** Sums up, and judges what that asks for; `once` it is done, and not yet judged, something may happen. */
async function work(now: Date, meanwhile?: () => Promise<unknown>): Promise<void> {
  const delivery = { jobId: deriveId('job', 'test'), now, signal: new AbortController().signal }
  const summed = await aggregation(rules).aggregation({ ticker: 'AAPL' }, delivery)
  const asked = await own.begin((tx) => summed(tx, now))
  await meanwhile?.()
  for (const { job } of asked) {
    const settle = await recommendation(rules).recommendation(job, delivery)
    await own.begin((tx) => settle(tx, now))
  }
}

/** Two of one direction: the first is judged, and the second changes what would be said, and is not. */
async function tellEvents(): Promise<void> {
  for (const at of [before(2), before(1)]) {
    await own.begin((tx) => tellWorld(tx, `tariffs ${at.toISOString()}`, tariffs, { at, now: at }))
    await work(at)
  }
}

const saidAtNoon = () => sql`select trend_window from recommendations where generated_at = ${noon}`
/** Enough of it that more is said than of the world alone. */
async function tellNews(): Promise<void> {
  for (let at = 1; at <= 8; at += 1) {
    const told = { ticker: 'AAPL', name: `bad ${at}`, sentiment: 'negative' as const }
    await putDocument(sql, { ...told, publisher: `Paper ${at}`, publishedAt: before(at / 20) })
  }
}
/** It is taken back, so that the world alone speaks, and says what it said before. */
const takeBack = () => sql`delete from document_impact_records`

test('what was said of a part of the news is taken back with it', async () => {
  await putExposure(sql, 'AAPL', { US: 0.4, China: 0.2 })
  await tellEvents()
  await tellNews()
  await work(noon)
  expect((await saidAtNoon()).length).toBeGreaterThan(0)
  await takeBack()
  await work(noon)
  expect(await saidAtNoon()).toEqual([])
})

test('nor is it said by a job that was asked for before', async () => {
  await sql`truncate documents, trend_history, trend_windows, recommendations cascade`
  await tellEvents()
  await tellNews()
  await work(noon, async () => {
    await takeBack()
    await work(noon)
  })
  expect(await saidAtNoon()).toEqual([])
})
