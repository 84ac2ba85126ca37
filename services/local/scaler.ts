/**
 * Scales functions between zero and one process, as KEDA does in a cluster: on the same keys, with
 * the same formula, `paused > 0 ? inflight : pending + inflight`.
 */

import type { Redis } from 'ioredis'
import { fileURLToPath } from 'node:url'
import { stageNames, stages, type StageName } from '#shared/pipeline.ts'
import { heldKeys, pausedKey, pendingKey, REPLICAS } from '#shared/queue/redis/keys.ts'
import type { KeptPart, Say, Supervisor } from './supervisor.ts'

export type Scaler = { stop(): Promise<void>; replicas(): Record<string, number> }

type Options = {
  redis: Redis
  supervisor: Supervisor
  env: Record<string, string>
  portBase: number
  say: Say
  pollMs?: number
  /** How long a stage must have had nothing to do before its function ends. */
  cooldownMs?: number
}

type Replica = { running: KeptPart; idleSince: number | undefined }

export function startScaler(options: Options): Scaler {
  const { redis, pollMs = 250, cooldownMs = 30_000 } = options
  const replicas = new Map<StageName, Replica>()
  let stopped = false

  const look = async () => {
    const wanted = await readDemand(redis)
    for (const stage of stageNames) await scale(stage, wanted[stage])
    await redis.hset(
      REPLICAS,
      Object.fromEntries(stageNames.map((s) => [s, replicas.has(s) ? 1 : 0])),
    )
  }

  const scale = async (stage: StageName, demand: number) => {
    const replica = replicas.get(stage)
    if (demand > 0) {
      if (replica) replica.idleSince = undefined
      else replicas.set(stage, { running: launch(stage, options), idleSince: undefined })
      return
    }
    if (!replica) return
    replica.idleSince ??= performance.now()
    if (performance.now() - replica.idleSince < cooldownMs) return
    replicas.delete(stage)
    await replica.running.stop()
  }

  const loop = (async () => {
    while (!stopped) {
      // Redis being away is no reason to end: replicas stay as they are until it is back.
      await look().catch((fault: unknown) =>
        options.say(`Scaling waits for Redis: ${String(fault)}`),
      )
      await new Promise((resolve) => {
        setTimeout(resolve, pollMs)
      })
    }
  })()

  return {
    replicas: () =>
      Object.fromEntries(stageNames.map((stage) => [stage, replicas.has(stage) ? 1 : 0])),
    async stop() {
      stopped = true
      await loop
      await Promise.all([...replicas.values()].map(({ running }) => running.stop()))
    },
  }
}

/** What KEDA's formula comes to, for every stage in one round trip. */
export async function readDemand(redis: Redis): Promise<Record<StageName, number>> {
  const pipe = redis.pipeline()
  for (const stage of stageNames) {
    pipe.zcard(heldKeys(stage).leases).scard(pausedKey(stage))
    for (const list of new Set<string>(stages[stage].reads)) pipe.llen(pendingKey(list))
  }
  const replies = ((await pipe.exec()) ?? []).map(([fault, value]) => {
    if (fault) throw fault
    return Number(value)
  })
  let next = 0
  return Object.fromEntries(
    stageNames.map((stage) => {
      const inFlight = replies[next++] ?? 0
      const paused = replies[next++] ?? 0
      let pending = 0
      for (let i = 0; i < new Set<string>(stages[stage].reads).size; i++)
        pending += replies[next++] ?? 0
      return [stage, paused > 0 ? inFlight : pending + inFlight]
    }),
  ) as Record<StageName, number>
}

function launch(stage: StageName, { supervisor, env, portBase }: Options): KeptPart {
  const entry = fileURLToPath(new URL(`../../functions/${stage}/index.ts`, import.meta.url))
  const port = portBase + stageNames.indexOf(stage)
  return supervisor.keep({ name: stage, args: [entry], env: { ...env, PORT: String(port) } })
}
