/** What Redis knows of the work: list lengths, jobs in flight, replicas. */

import type { Redis } from '#shared/queue/redis/connection.ts'
import { heldKeys, pendingKey, REPLICAS } from '#shared/queue/redis/keys.ts'
import { listNames, stageNames, type ListName, type StageName } from '#shared/pipeline.ts'

const PATIENCE_MS = 1_000

export type RedisCounts = {
  pending: Record<ListName, number>
  inFlight: Record<StageName, number>
  /** Null where nobody says; the local scaler does. */
  replicas: Record<StageName, number | null>
}

/** The counts in one round trip; null when Redis does not answer within a second. */
export async function readStageCounts(redis: Redis): Promise<RedisCounts | null> {
  const asked = redis.pipeline()
  for (const list of listNames) asked.llen(pendingKey(list))
  for (const stage of stageNames) asked.zcard(heldKeys(stage).leases)
  asked.hgetall(REPLICAS)
  const values = await answersOf(asked)
  if (!values) return null
  const replicas = values.at(-1) as Record<string, string>
  return {
    pending: record(listNames, (_, place) => Number(values[place])),
    inFlight: record(stageNames, (_, place) => Number(values[listNames.length + place])),
    replicas: record(stageNames, (stage) => (stage in replicas ? Number(replicas[stage]) : null)),
  }
}

/** What Redis answers to each command, in their order; null when it does not within a second. */
export async function answersOf(asked: ReturnType<Redis['pipeline']>): Promise<unknown[] | null> {
  const results = await Promise.race([asked.exec().catch(() => null), patience()])
  if (!results || results.some(([fault]) => fault)) return null
  return results.map(([, value]) => value)
}

/** A value for each key, told its place. */
export function record<K extends string, T>(
  keys: readonly K[],
  value: (key: K, place: number) => T,
): Record<K, T> {
  return Object.fromEntries(keys.map((key, place) => [key, value(key, place)])) as Record<K, T>
}

function patience(): Promise<null> {
  return new Promise((resolve) => {
    setTimeout(() => resolve(null), PATIENCE_MS).unref()
  })
}
