/** Who scales what: KEDA on three keys of Redis, in the local scaler's own formula; or Knative. */

import { runInNewContext } from 'node:vm'
import { beforeAll, describe, expect, test } from 'vitest'
import { stageNames, stages, type StageName } from '#shared/pipeline.ts'
import { heldKeys, pausedKey, pendingKey } from '#shared/queue/redis/keys.ts'
import { demandOf, readDepth } from '#shared/queue/depth.ts'
import { openTestRedis } from '../helpers/redis.ts'
import { isKnativeService, podsOf } from './pods.ts'
import { noHelm, render, REQUIRED, type KubernetesObject } from './render.ts'

type Trigger = {
  type: string
  name: string
  metadata: Record<string, string>
  authenticationRef: { name: string }
}
type ScaledObjectSpec = {
  scaleTargetRef?: { name: string }
  maxReplicaCount: number
  initialCooldownPeriod: number
  advanced: {
    scalingModifiers: { formula: string; target: string }
    horizontalPodAutoscalerConfig: object
  }
  triggers: Trigger[]
}

const OVERRIDE = 'autoscaling.knative.dev/scaled-object-override'
const CLASS = 'autoscaling.knative.dev/class'
const { redis } = await openTestRedis()

const specOf = (objects: readonly KubernetesObject[], stage: string) =>
  objects.find(
    ({ kind, metadata }) => kind === 'ScaledObject' && metadata.name === `pump-${stage}`,
  )!.spec as ScaledObjectSpec

const annotationsOf = (objects: readonly KubernetesObject[], stage: string) =>
  podsOf(objects.filter(isKnativeService)).find(({ owner }) => owner === `Service/${stage}`)!
    .annotations

const overrideOf = (objects: readonly KubernetesObject[], stage: string) =>
  (JSON.parse(annotationsOf(objects, stage)[OVERRIDE]!) as { spec: ScaledObjectSpec }).spec

/** The length of a key as KEDA's scaler reads it: by its type, and 0 where there is none. */
async function lengthOf(key: string): Promise<number> {
  const type = await redis.type(key)
  if (type === 'list') return redis.llen(key)
  if (type === 'set') return redis.scard(key)
  if (type === 'zset') return redis.zcard(key)
  if (type === 'none') return 0
  throw new TypeError(`KEDA reads no ${type}, which ${key} is`)
}

async function evaluate({ advanced, triggers }: ScaledObjectSpec): Promise<number> {
  const found = await Promise.all(
    triggers.map(async ({ name, metadata }) => [name, await lengthOf(metadata.listName!)] as const),
  )
  return runInNewContext(advanced.scalingModifiers.formula, Object.fromEntries(found)) as number
}

/** Work as stages leave it in Redis: different for each, so that no two keys can be mistaken. */
async function fill(stage: StageName, busy: number, paused: boolean): Promise<void> {
  const ids = (count: number) => Array.from({ length: count }, (_, number) => `job-${number}`)
  for (const [place, list] of [...new Set(stages[stage].reads)].entries())
    await redis.rpush(pendingKey(list), ...ids(3 * busy + place + 1))
  for (const [score, id] of ids(busy).entries())
    await redis.zadd(heldKeys(stage).leases, score + 1, id)
  if (paused) await redis.sadd(pausedKey(stage), 'pipeline', 'operator')
}

describe.skipIf(noHelm)('autoscaling (needs the helm that npm brings on Linux)', () => {
  let objects: KubernetesObject[]
  beforeAll(async () => {
    objects = await render({ set: REQUIRED })
  })

  test.each(stageNames)('%s: KEDA reads the stage’s own keys', (stage) => {
    const { triggers } = specOf(objects, stage)
    expect(triggers.map(({ metadata }) => metadata.listName)).toEqual([
      ...[...new Set<string>(stages[stage].reads)].map(pendingKey),
      heldKeys(stage).leases,
      pausedKey(stage),
    ])
    expect(new Set(triggers.map(({ name }) => name)).size).toBe(triggers.length)
    for (const trigger of triggers) {
      expect(trigger).toMatchObject({ type: 'redis', authenticationRef: { name: 'stonks-redis' } })
      expect(trigger.metadata).toMatchObject({ databaseIndex: '0', enableTLS: 'false' })
      expect(trigger.metadata.address).toMatch(/^redis-master\..*:6379$/)
    }
  })

  test('its formula comes to what the local scaler reads, whatever the keys hold', async () => {
    const same = async () => {
      const demand = demandOf(await readDepth(redis))
      for (const stage of stageNames)
        expect(await evaluate(specOf(objects, stage)), stage).toBe(demand[stage])
      return demand
    }
    expect(new Set(Object.values(await same()))).toEqual(new Set([0]))
    for (const [place, stage] of stageNames.entries()) await fill(stage, place, false)
    expect(await same()).toMatchObject({ ingestion: 3, parser: 5, extractor: 17 })
    for (const [place, stage] of stageNames.entries()) await fill(stage, place + 1, true)
    expect(await same()).toMatchObject({ ingestion: 1, parser: 2, extractor: 3 })
  })

  test.each(stageNames)('%s: what is in flight pays for the replicas that hold it', (stage) => {
    const { advanced, maxReplicaCount, initialCooldownPeriod } = specOf(objects, stage)
    expect(advanced.scalingModifiers).toMatchObject({
      target: String(stages[stage].inFlight),
      activationTarget: '0',
      metricType: 'AverageValue',
    })
    expect(maxReplicaCount).toBeGreaterThanOrEqual(1)
    // At zero from the start no revision would ever become ready.
    expect(initialCooldownPeriod).toBeGreaterThanOrEqual(60)
  })

  test.each(stageNames)('%s: under keda its function scales as its pump does', (stage) => {
    const { scaleTargetRef, maxReplicaCount: pumps, ...pump } = specOf(objects, stage)
    const { maxReplicaCount: functions, ...override } = overrideOf(objects, stage)
    expect(override).toEqual(pump)
    expect(scaleTargetRef).toEqual({ name: `pump-${stage}` })
    const annotations = annotationsOf(objects, stage)
    expect(annotations).toMatchObject({
      [CLASS]: 'hpa.autoscaling.knative.dev',
      'autoscaling.knative.dev/min-scale': '0',
      'autoscaling.knative.dev/initial-scale': '1',
      'autoscaling.knative.dev/max-scale': String(functions),
    })
    if (stage === 'broker-adapter') expect([pumps, functions]).toEqual([1, 1])
    // autoscaler-keda dies of an `advanced` without it.
    expect(override.advanced.horizontalPodAutoscalerConfig).toBeTypeOf('object')
  })

  test('nothing pauses KEDA by annotation: that would stick', () => {
    expect(JSON.stringify(objects)).not.toContain('autoscaling.keda.sh/')
  })

  test.each([
    ['for all', { 'global.autoscaler': 'kpa' }, ['parser', 'extractor']],
    ['for one stage', { 'global.stages.parser.autoscaler': 'kpa' }, ['parser']],
    [
      'for all but one',
      { 'global.autoscaler': 'kpa', 'global.stages.parser.autoscaler': 'keda' },
      ['extractor'],
    ],
  ])('kpa %s: Knative scales on requests, KEDA goes on with pumps', async (_, set, chosen) => {
    const found = await render({ set: { ...REQUIRED, ...set } })
    for (const stage of ['parser', 'extractor'] as const) {
      const annotations = annotationsOf(found, stage)
      const { spec } = podsOf(found).find(({ owner }) => owner === `Service/${stage}`)!
      const { inFlight } = stages[stage]
      expect(specOf(found, stage)).toEqual(specOf(objects, stage))
      if (chosen.includes(stage)) {
        expect(annotations).toMatchObject({
          [CLASS]: 'kpa.autoscaling.knative.dev',
          'autoscaling.knative.dev/metric': 'concurrency',
          'autoscaling.knative.dev/target': String(inFlight),
          'autoscaling.knative.dev/target-burst-capacity': '-1',
        })
        expect(annotations).not.toHaveProperty([OVERRIDE])
        expect(spec).toMatchObject({ containerConcurrency: inFlight })
      } else {
        expect(annotations).toMatchObject({ [CLASS]: 'hpa.autoscaling.knative.dev' })
        expect(annotations).toHaveProperty([OVERRIDE])
        expect(spec).toMatchObject({ containerConcurrency: 0 })
      }
    }
  })

  test('Redis by TLS, in another database, elsewhere: every trigger follows', async () => {
    const set = {
      'global.redis.tls': 'true',
      'global.redis.database': '2',
      'global.redis.host': 'redis.elsewhere',
      'global.redis.port': '6380',
    }
    const found = await render({ set: { ...REQUIRED, ...set } })
    const all = stageNames.flatMap((stage) => [
      ...specOf(found, stage).triggers,
      ...overrideOf(found, stage).triggers,
    ])
    for (const { metadata } of all)
      expect(metadata).toMatchObject({
        address: 'redis.elsewhere:6380',
        databaseIndex: '2',
        enableTLS: 'true',
      })
  })
})

describe('replicas of a stage that a model reads for', () => {
  test.skipIf(noHelm).each([
    [{}, 1],
    [{ 'global.config.MODEL_PARALLEL': '2' }, 2],
    [{ 'global.config.MODEL_PARALLEL': '9' }, 2],
    [{ 'global.ollama.baseUrl': '' }, 2],
    [{ 'global.config.MODEL_READER': 'rules' }, 2],
  ])('never outnumber what its server answers at once: %j', async (set, most) => {
    const objects = await render({ set: { ...REQUIRED, ...(set as Record<string, string>) } })
    // Each stage by itself: none can be held below one replica, and what is more waits in the gate.
    for (const stage of ['extractor', 'recommendation'] as const)
      expect(overrideOf(objects, stage).maxReplicaCount, stage).toBe(most)
    expect(overrideOf(objects, 'parser').maxReplicaCount).toBe(4)
  })
})
