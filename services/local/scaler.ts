/**
 * Scales functions between zero and one process, as KEDA does in a cluster: on the same keys, with
 * the same formula, `paused > 0 ? inflight : pending + inflight`.
 */

import type { Redis } from 'ioredis'
import { fileURLToPath } from 'node:url'
import { messageOf } from '#shared/host/faults.ts'
import { stageNames, type StageName } from '#shared/pipeline.ts'
import { demandOf, readDepth, tellReplicas } from '#shared/queue/depth.ts'
import type { KeptPart, Say, Supervisor } from './supervisor.ts'

export type Scaler = { stop(): Promise<void>; replicas(): Record<string, number> }

type Options = {
  redis: Redis
  supervisor: Supervisor
  envOf: (stage: StageName) => Partial<Record<string, string>>
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
    const wanted = demandOf(await readDepth(redis))
    for (const stage of stageNames) await scale(stage, wanted[stage])
    await tellReplicas(
      redis,
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
        options.say(`Scaling waits for Redis: ${messageOf(fault)}`),
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

function launch(stage: StageName, { supervisor, envOf, portBase }: Options): KeptPart {
  const entry = fileURLToPath(new URL(`../../functions/${stage}/index.ts`, import.meta.url))
  const port = portBase + stageNames.indexOf(stage)
  return supervisor.keep({
    name: stage,
    args: [entry],
    env: { ...envOf(stage), PORT: String(port) },
  })
}
