/** What waits and runs, stage by stage: asked of query-api inside the cluster, or of Redis. */

import * as v from 'valibot'
import { stageNames, type StageName } from '#shared/pipeline.ts'
import { readEnv } from '#shared/host/env.ts'
import { messageOf } from '#shared/host/faults.ts'
import { pendingOf, type Depth } from '#shared/queue/depth.ts'
import { readList, type Cluster, type ClusterReading } from './client.ts'
import { openForward, type Forward } from './forward.ts'
import { conditionOf, Pod } from './objects.ts'

export type StageCount = {
  waiting: number
  inFlight: number
  /** Who holds the stage back; empty while nobody does. */
  paused: string[]
}
export type Counts = Record<StageName, StageCount>

/** What query-api says of the pipeline and of the servers it stands on. */
export type PipelineWords = { counts: Counts; redisAnswers: boolean }

const QUERY_API = 'query-api'
const PORT = 8000
const ANSWER_MS = 10_000

const Pipeline = v.object({
  stages: v.array(v.object({ stage: v.string(), pending: v.number(), inFlight: v.number() })),
  redisAnswers: v.boolean(),
  pausedStages: v.array(v.object({ stage: v.string(), pausedBy: v.string() })),
})
const Toggle = v.object({ enabled: v.boolean(), changedBy: v.string() })

export type QueryApi = { read(): Promise<ClusterReading<PipelineWords>>; close(): Promise<void> }

/** Asks a ready pod of query-api, and keeps the way to it until it no longer leads anywhere. */
export function openQueryApi(cluster: Cluster): QueryApi {
  let way: Forward | undefined
  const close = async () => {
    const last = way
    way = undefined
    await last?.close()
  }
  return {
    close,
    async read() {
      if (!way) {
        const pod = await findPod(cluster)
        if (!pod.ok) return pod
        way = await openForward(cluster, { pod: pod.value, port: PORT })
      }
      try {
        const [pipeline, toggle] = await Promise.all([
          ask(`${way.url}/api/pipeline`, Pipeline),
          ask(`${way.url}/api/pipeline/toggle`, Toggle),
        ])
        return {
          ok: true,
          value: { counts: countsOf(pipeline, toggle), redisAnswers: pipeline.redisAnswers },
        }
      } catch (fault) {
        await close()
        const words = `${QUERY_API} does not tell: ${messageOf(fault)}`
        return { ok: false, why: 'failed', words }
      }
    },
  }
}

async function findPod(cluster: Cluster): Promise<ClusterReading<string>> {
  const pods = await readList(
    cluster,
    `/api/v1/namespaces/${cluster.namespace}/pods?labelSelector=app.kubernetes.io/name=${QUERY_API}`,
    Pod,
  )
  if (!pods.ok) return pods
  const ready = pods.value.find((pod) => conditionOf(pod, 'Ready')?.status === 'True')
  if (ready) return { ok: true, value: ready.metadata.name }
  const words = `${QUERY_API} has no ready pod in namespace ${cluster.namespace}`
  return { ok: false, why: 'absent', words }
}

async function ask<S extends v.GenericSchema>(url: string, schema: S): Promise<v.InferOutput<S>> {
  const token = readEnv('STONKS_TOKEN')
  const reply = await fetch(url, {
    headers: { connection: 'close', ...(token ? { authorization: `Bearer ${token}` } : {}) },
    signal: AbortSignal.timeout(ANSWER_MS),
  })
  if (reply.ok) return v.parse(schema, await reply.json())
  if (reply.status === 401)
    throw new Error(
      token
        ? 'it does not take the token in STONKS_TOKEN'
        : 'it asks who you are: put an API token into STONKS_TOKEN',
    )
  throw new Error(`${new URL(url).pathname} answers ${reply.status}: ${await reply.text()}`)
}

type Told = { pipeline: v.InferOutput<typeof Pipeline>; toggle: v.InferOutput<typeof Toggle> }

/** The switch holds every stage; an operator holds single ones. */
export function countsOf(pipeline: Told['pipeline'], toggle: Told['toggle']): Counts {
  const off = toggle.enabled ? [] : [`pipeline (${toggle.changedBy})`]
  return perStage((stage) => {
    const row = pipeline.stages.find((known) => known.stage === stage)
    const held = pipeline.pausedStages.filter((known) => known.stage === stage)
    return {
      waiting: row?.pending ?? 0,
      inFlight: row?.inFlight ?? 0,
      paused: [...off, ...held.map(({ pausedBy }) => `operator (${pausedBy})`)],
    }
  })
}

/** The same, of Redis itself. */
export function countsOfDepth(depth: Depth): Counts {
  return perStage((stage) => {
    const { inFlight, paused } = depth.stages[stage]
    return { waiting: pendingOf(depth, stage), inFlight, paused }
  })
}

/** One value for each stage. */
export function perStage<T>(make: (stage: StageName, place: number) => T): Record<StageName, T> {
  return Object.fromEntries(stageNames.map((stage, i) => [stage, make(stage, i)])) as Record<
    StageName,
    T
  >
}
