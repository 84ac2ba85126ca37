/**
 * How much work waits and runs, as Redis has it: the one place that reads lists, leases, pauses and
 * replicas. What PostgreSQL knows of the same stands in record/counts.ts.
 */

import { listNames, stageNames, stages, type ListName, type StageName } from '../pipeline.ts'
import { deadKey, heldKeys, pausedKey, pendingKey, REPLICAS } from './redis/keys.ts'
import type { Redis } from './redis/connection.ts'

export type ListDepth = { pending: number; dead: number }

export type StageDepth = {
  /** Jobs that a pump holds, those in back-off included. */
  inFlight: number
  /** Who holds the stage back, in the order of the alphabet; empty while nobody does. */
  paused: string[]
  /** Job id → `<seconds>.<microseconds>.<delivery> <list>`, `- <list>` in back-off, `~<until ms> <list>` put off. */
  holders: Record<string, string>
  /** Null where nobody says; a platform that scales itself does. */
  replicas: number | null
}

export type Depth<L extends string = ListName, S extends string = StageName> = {
  lists: Record<L, ListDepth>
  stages: Record<S, StageDepth>
  /** Redis' clock, in seconds. */
  at: number
}

const PATIENCE_MS = 1_000

/** All of it, at one moment of Redis. */
export function readDepth(redis: Redis): Promise<Depth> {
  return readDepthOf(redis, listNames, stageNames)
}

/** As `readDepth`; null when Redis does not answer within a second. */
export async function readDepthSoon(redis: Redis): Promise<Depth | null> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), PATIENCE_MS)
  })
  const found = readDepth(redis).catch(() => null)
  return Promise.race([found, late]).finally(() => clearTimeout(timer))
}

/** `readDepth` of some lists and stages, of whatever table. */
export async function readDepthOf<L extends string, S extends string>(
  redis: Redis,
  lists: readonly L[],
  stageNames: readonly S[],
): Promise<Depth<L, S>> {
  const asked = redis.multi()
  for (const list of lists) asked.llen(pendingKey(list)).llen(deadKey(list))
  for (const stage of stageNames) {
    const { leases, holders } = heldKeys(stage)
    asked.zcard(leases).smembers(pausedKey(stage)).hgetall(holders)
  }
  asked.hgetall(REPLICAS).time()
  const answers = await answersOf(asked)
  const [replicas, time] = answers.splice(-2) as [Record<string, string>, [string, string]]
  const ofStages = answers.splice(lists.length * 2)
  return {
    lists: record(lists, (_, place) => ({
      pending: Number(answers[place * 2]),
      dead: Number(answers[place * 2 + 1]),
    })),
    stages: record(stageNames, (stage, place) => ({
      inFlight: Number(ofStages[place * 3]),
      paused: (ofStages[place * 3 + 1] as string[]).sort(),
      holders: ofStages[place * 3 + 2] as Record<string, string>,
      replicas: stage in replicas ? Number(replicas[stage]) : null,
    })),
    at: Number(time[0]) + Number(time[1]) / 1e6,
  }
}

/** Jobs of these holders that are put off, and from when to when their turns come; ms of Redis' clock. */
export function putOffOf(holders: Iterable<string>): {
  jobs: number
  fromMs: number
  toMs: number
} {
  const dues = [...holders].flatMap((holder) => /^~(\d+) /.exec(holder)?.[1] ?? []).map(Number)
  return {
    jobs: dues.length,
    fromMs: dues.reduce((first, due) => Math.min(first, due), Infinity),
    toMs: dues.reduce((last, due) => Math.max(last, due), 0),
  }
}

/** Jobs that wait for a stage, over its lists. */
export function pendingOf(depth: Pick<Depth, 'lists'>, stage: StageName): number {
  const reads = new Set<ListName>(stages[stage].reads)
  return [...reads].reduce((sum, list) => sum + depth.lists[list].pending, 0)
}

/** What KEDA's formula comes to, for every stage: `paused > 0 ? inflight : pending + inflight`. */
export function demandOf(depth: Depth): Record<StageName, number> {
  return record(stageNames, (stage) => {
    const { inFlight, paused } = depth.stages[stage]
    return paused.length > 0 ? inFlight : pendingOf(depth, stage) + inFlight
  })
}

/** Whether no list and no lease holds anything; asked often, so it asks for no more than that. */
export async function isDrained(redis: Redis): Promise<boolean> {
  const asked = redis.pipeline()
  for (const list of listNames) asked.llen(pendingKey(list))
  for (const stage of stageNames) asked.zcard(heldKeys(stage).leases)
  return (await answersOf(asked)).every((length) => length === 0)
}

/** Who holds a stage back, in the order of the alphabet. */
export async function readPauses(redis: Redis, stage: string): Promise<string[]> {
  return (await redis.smembers(pausedKey(stage))).sort()
}

/** Says how many functions of each stage run, for whoever asks for the depth. */
export async function tellReplicas(
  redis: Redis,
  replicas: Readonly<Record<string, number>>,
): Promise<void> {
  await redis.hset(REPLICAS, replicas)
}

/** @throws the first refusal, in Redis' words. */
async function answersOf(asked: ReturnType<Redis['pipeline']>): Promise<unknown[]> {
  return ((await asked.exec()) ?? []).map(([fault, value]) => {
    if (fault) throw fault
    return value
  })
}

function record<K extends string, T>(
  keys: readonly K[],
  value: (key: K, place: number) => T,
): Record<K, T> {
  return Object.fromEntries(keys.map((key, place) => [key, value(key, place)])) as Record<K, T>
}
