/** What Redis knows of each stage's work, as metrics need it: with ids and claim times. */

import { listNames, stageNames, type ListName, type StageName } from '#shared/pipeline.ts'
import { heldKeys, pendingKey } from '#shared/queue/redis/keys.ts'
import type { Redis } from '#shared/queue/redis/connection.ts'
import { answersOf, record } from '../../operators/redis-counts.ts'

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

export type StageHeld = {
  inFlight: number
  inBackOff: number
  /** Real seconds since the job in work longest was claimed; 0 when none is. */
  oldestSeconds: number
}

export type HeldJobs = {
  pending: Record<ListName, number>
  stages: Record<StageName, StageHeld>
  /** Jobs of record that are in flight. */
  jobIds: string[]
}

/** All of it in one step of Redis; null when it does not answer within a second. */
export async function readHeld(redis: Redis): Promise<HeldJobs | null> {
  const asked = redis.multi()
  for (const list of listNames) asked.llen(pendingKey(list))
  for (const stage of stageNames) asked.zcard(heldKeys(stage).leases)
  for (const stage of stageNames) asked.hgetall(heldKeys(stage).holders)
  asked.time()
  const values = await answersOf(asked)
  if (!values) return null
  const [seconds, micros] = (values.at(-1) as [string, string]).map(Number)
  const now = seconds! + micros! / 1e6
  const inFlight = values.slice(listNames.length).map(Number)
  const holders = values.slice(listNames.length + stageNames.length) as Record<string, string>[]
  return {
    pending: record(listNames, (_, place) => Number(values[place])),
    stages: record(stageNames, (_, place) => ({
      inFlight: inFlight[place]!,
      ...judge(Object.values(holders[place]!), now),
    })),
    jobIds: holders
      .slice(0, stageNames.length)
      .flatMap(Object.keys)
      .filter((id) => UUID.test(id)),
  }
}

/** A holder reads `<seconds>.<microseconds>.<delivery> <list>`, or `- <list>` in back-off. */
function judge(holders: readonly string[], now: number): Omit<StageHeld, 'inFlight'> {
  const claimedAt = holders.flatMap((holder) => {
    const [, seconds, micros] = /^(\d+)\.(\d+)\./.exec(holder) ?? []
    return seconds === undefined ? [] : [Number(seconds) + Number(micros) / 1e6]
  })
  return {
    inBackOff: holders.length - claimedAt.length,
    oldestSeconds: claimedAt.length === 0 ? 0 : Math.max(0, now - Math.min(...claimedAt)),
  }
}
