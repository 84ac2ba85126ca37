/** Keeps the history of a stage: work that waits and is in flight, and pods of its pump and function. */

import { KubeConfig, makeInformer, CoreV1Api, type V1Pod } from '@kubernetes/client-node'
import { setTimeout as sleep } from 'node:timers/promises'
import { heldKeys, pendingKey } from '#shared/queue/redis/keys.ts'
import type { Redis } from '#shared/queue/redis/connection.ts'
import { productTable } from '#shared/queue/table.ts'
import type { Place } from './place.ts'

export type Component = 'pump' | 'function'
/** `ready` and all pods of one component of one stage that are not on their way out. */
export type Replicas = { ready: number; all: number }

export type Sample = {
  /** Milliseconds since the epoch. */
  at: number
  waiting: number
  inFlight: number
  pump: Replicas
  function: Replicas
}

export type Pods = {
  /** Pods of a stage's component now. */
  count(stage: string, component: Component): Replicas
  /** All pumps and functions of all stages that are not on their way out. */
  total(): number
  /** Their names. */
  all(): string[]
  names(stage: string, component: Component): string[]
  close(): Promise<void>
}

/** Follows the pods of a namespace. */
export async function followPods(place: Place, namespace: string): Promise<Pods> {
  const config = new KubeConfig()
  config.loadFromFile(place.kubeconfig)
  const api = config.makeApiClient(CoreV1Api)
  const informer = makeInformer(config, `/api/v1/namespaces/${namespace}/pods`, () =>
    api.listNamespacedPod({ namespace }),
  )
  let wanted = true
  informer.on('error', () => {
    if (wanted) setTimeout(() => void informer.start(), 500)
  })
  await informer.start()
  const alive = (pod: V1Pod) =>
    !pod.metadata?.deletionTimestamp && !['Succeeded', 'Failed'].includes(pod.status?.phase ?? '')
  const of = (stage: string, component: Component) =>
    informer
      .list()
      .filter(alive)
      .filter(({ metadata }) => metadata?.labels?.['app.kubernetes.io/name'] === stage)
      .filter(({ metadata }) => metadata?.labels?.['app.kubernetes.io/component'] === component)
  const working = () =>
    informer
      .list()
      .filter(alive)
      .filter(({ metadata }) =>
        ['pump', 'function'].includes(metadata?.labels?.['app.kubernetes.io/component'] ?? ''),
      )
  return {
    count(stage, component) {
      const pods = of(stage, component)
      return { ready: pods.filter(isReady).length, all: pods.length }
    },
    total: () => working().length,
    all: () => working().map(({ metadata }) => metadata?.name ?? ''),
    names: (stage, component) => of(stage, component).map(({ metadata }) => metadata?.name ?? ''),
    async close() {
      wanted = false
      await informer.stop()
    },
  }
}

function isReady(pod: V1Pod): boolean {
  return (
    pod.status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True') ??
    false
  )
}

export type Watch = {
  samples: Sample[]
  /** Ends the watch. */
  stop(): Promise<Sample[]>
}

/** Samples one stage every `everyMs`; a look at Redis that fails is left out. */
export function watchStage(redis: Redis, pods: Pods, stage: string, everyMs = 200): Watch {
  const samples: Sample[] = []
  let wanted = true
  const looking = (async () => {
    while (wanted) {
      const work = await lookAt(redis, stage).catch(() => undefined)
      if (work)
        samples.push({
          at: Date.now(),
          ...work,
          pump: pods.count(stage, 'pump'),
          function: pods.count(stage, 'function'),
        })
      await sleep(everyMs)
    }
  })()
  return {
    samples,
    async stop() {
      wanted = false
      await looking
      return samples
    },
  }
}

/** What waits for a stage and what is in flight. */
export async function lookAt(
  redis: Redis,
  stage: string,
): Promise<{ waiting: number; inFlight: number }> {
  const lists = [...new Set(productTable.stages[stage]?.reads ?? [])]
  const [inFlight, ...waiting] = await Promise.all([
    redis.zcard(heldKeys(stage).leases),
    ...lists.map((list) => redis.llen(pendingKey(list))),
  ])
  return { inFlight, waiting: waiting.reduce((sum, length) => sum + length, 0) }
}

/** Whether anything is left to do anywhere, by Redis; paused stages count too. */
export async function workLeft(redis: Redis): Promise<number> {
  const stages = await Promise.all(
    Object.keys(productTable.stages).map((stage) => lookAt(redis, stage)),
  )
  return stages.reduce((sum, { waiting, inFlight }) => sum + waiting + inFlight, 0)
}
