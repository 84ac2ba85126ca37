/** What /metrics tells Prometheus, read anew for each scrape. */

import { sessionAt } from '#shared/domain/market/calendar.ts'
import type { Clock } from '#shared/host/clock.ts'
import { messageOf } from '#shared/host/faults.ts'
import type { Logger } from '#shared/host/log.ts'
import { readDepthSoon } from '#shared/queue/depth.ts'
import type { Redis } from '#shared/queue/redis/connection.ts'
import type { Sql } from '#shared/sql/open.ts'
import { clockSamples, intakeSamples } from './samples/intake.ts'
import { qualitySamples } from './samples/quality.ts'
import { openRecord, type MetricsRecord } from './reads/record.ts'
import { toHeld } from '#shared/queue/held.ts'
import { sample, type Sample } from './samples/sample.ts'
import { renderMetrics } from './text-format.ts'
import { tradingSamples } from './samples/trading.ts'
import { heldSamples, workSamples } from './samples/work.ts'

export type MetricsParts = {
  sql: Sql
  redis: Redis
  clock: Clock
  log: Logger
  brokerMode: string
  /** HIGH_WATER: where a list takes no more. */
  depthLimit: number
}

/** Less than a scrape may take: what does not answer by then counts as down. */
const PATIENCE_MS = 5_000

/** A renderer of the metrics, as Prometheus reads them. */
export function openMetrics(parts: MetricsParts): () => Promise<string> {
  const samples = openSamples(parts)
  return async () => renderMetrics(await samples())
}

/**
 * A reader of the metrics. It always answers: what cannot be read is left out, and
 * `stonks_postgres_up` or `stonks_redis_up` is 0.
 */
export function openSamples(parts: MetricsParts): () => Promise<Sample[]> {
  const readRecord = openRecord(parts.sql)
  let reading: Promise<MetricsRecord> | undefined
  return async () => {
    const began = performance.now()
    const now = parts.clock.now()
    const depth = await readDepthSoon(parts.redis)
    const held = depth && toHeld(depth)
    // One reading at a time: scrapes must not pile up behind a slow database.
    reading ??= readRecord(now, held?.jobIds ?? []).finally(() => {
      reading = undefined
    })
    const record = await Promise.race([reading, tooLate()]).catch((fault: unknown) => {
      parts.log.warn({ err: fault }, `the record cannot be read: ${messageOf(fault)}`)
      return null
    })
    return [
      sample('stonks_postgres_up', Number(record !== null)),
      sample('stonks_redis_up', Number(held !== null)),
      sample('stonks_queue_depth_limit', parts.depthLimit),
      sample('stonks_metrics_read_seconds', (performance.now() - began) / 1000),
      ...clockSamples(parts.clock, now, sessionAt(now) !== undefined),
      ...(held ? heldSamples(held) : []),
      ...(record ? recordSamples(record, parts, now) : []),
    ]
  }
}

function recordSamples(record: MetricsRecord, parts: MetricsParts, now: Date): Sample[] {
  return [
    ...workSamples(record.work),
    ...intakeSamples(record.intake, now),
    ...tradingSamples(record.trading, { ...parts, now }),
    ...qualitySamples(record.quality),
  ]
}

function tooLate(): Promise<never> {
  return new Promise((_, reject) => {
    const refuse = () => reject(new Error(`PostgreSQL did not answer within ${PATIENCE_MS} ms`))
    setTimeout(refuse, PATIENCE_MS).unref()
  })
}
