/** `stonks scale`: where the numbers come from, and for how long. */

import { stageNames } from '#shared/pipeline.ts'
import { isSet } from '#shared/host/env.ts'
import { messageOf } from '#shared/host/faults.ts'
import { readDepth } from '#shared/queue/depth.ts'
import { closeRedis, openRedis, reachRedis, type Redis } from '#shared/queue/redis/connection.ts'
import { openCluster, type Cluster, type ClusterReading, type Where } from './client.ts'
import { countsOfDepth, openQueryApi, type Counts } from './counts.ts'
import { readScale } from './scale-survey.ts'
import type { ScaleView } from './scale-print.ts'
import { gapsOf, toRows, type ScaleRow } from './scale-rows.ts'

export type ScaleSource = { look(): Promise<ScaleView>; close(): Promise<void> }

/**
 * The pipeline of a cluster; counts by REDIS_URL where it is set, else by query-api inside.
 *
 * @throws NoCluster or UsageError as `openCluster`.
 */
export async function openClusterSource(where: Where): Promise<ScaleSource> {
  const cluster = await openCluster(where)
  const { read, close } = isSet('REDIS_URL') ? overRedis() : overQueryApi(cluster)
  return {
    close,
    async look() {
      const survey = await readScale(cluster, read)
      const { context, namespace } = cluster
      return {
        from: `Context ${context}, namespace ${namespace}`,
        stages: toRows(survey),
        missing: gapsOf(survey),
      }
    },
  }
}

type CountSource = { read(): Promise<ClusterReading<Counts>>; close(): Promise<void> }

function overQueryApi(cluster: Cluster): CountSource {
  const queryApi = openQueryApi(cluster)
  return {
    close: queryApi.close,
    async read() {
      const reading = await queryApi.read()
      if (!reading.ok) return reading
      if (reading.value.redisAnswers) return { ok: true, value: reading.value.counts }
      return { ok: false, why: 'failed', words: 'Redis does not answer query-api' }
    },
  }
}

function overRedis(): CountSource {
  const redis = openRedis()
  return {
    close: () => closeRedis(redis),
    async read() {
      try {
        await reachRedis(redis)
        return { ok: true, value: countsOfDepth(await readDepth(redis)) }
      } catch (fault) {
        return { ok: false, why: 'failed', words: messageOf(fault) }
      }
    },
  }
}

/** The platform that runs on this machine: one pump for all stages, and its own scaler. */
export function openLocalSource(): ScaleSource {
  const redis = openRedis()
  return {
    close: () => closeRedis(redis),
    async look() {
      await reachRedis(redis)
      return {
        from: 'The platform of this folder',
        stages: await readLocalRows(redis),
        missing: [],
      }
    },
  }
}

async function readLocalRows(redis: Redis): Promise<ScaleRow[]> {
  const depth = await readDepth(redis)
  const counts = countsOfDepth(depth)
  return stageNames.map((stage): ScaleRow => {
    const running = depth.stages[stage].replicas ?? 0
    const { waiting, inFlight, paused } = counts[stage]
    return {
      stage,
      waiting,
      in_flight: inFlight,
      paused,
      pump: null,
      function: { ready: running, desired: running },
      mode: 'local',
      last_scaling: null,
      ready: true,
      words: '',
    }
  })
}
