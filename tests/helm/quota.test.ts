/** The namespace has a bound, and all of the product fits below it. */

import { expect, test } from 'vitest'
import { amountOf } from './names.ts'
import { containersOf } from './pod-security.ts'
import { isKnativeService, podsOf, type PodTemplate } from './pods.ts'
import { noHelm, render, REQUIRED, type KubernetesObject } from './render.ts'

const test_ = test.skipIf(noHelm)

type Amounts = Record<string, string | number>
type Range = { default: Amounts; defaultRequest: Amounts }

const find = (objects: readonly KubernetesObject[], kind: string) =>
  objects.find((object) => object.kind === kind)
const specOf = (objects: readonly KubernetesObject[], kind: string): unknown => {
  const found = find(objects, kind)
  if (!found) throw new RangeError(`The chart makes no ${kind}`)
  return found.spec
}

/** The most pods of one template there may be, with the next version's beside them. */
function replicasOf({ owner, annotations }: PodTemplate, objects: readonly KubernetesObject[]) {
  const name = owner.replace(/^\w+\//, '')
  const scaled = objects.find(
    ({ kind, metadata }) => kind === 'ScaledObject' && metadata.name === name,
  )
  const most =
    annotations['autoscaling.knative.dev/max-scale'] ??
    (scaled?.spec as { maxReplicaCount?: number } | undefined)?.maxReplicaCount ??
    1
  return 2 * Number(most)
}

/** What all pods together ask for, and may use, at full load and in the midst of an upgrade. */
function needs(objects: readonly KubernetesObject[]): Record<string, number> {
  const { limits } = specOf(objects, 'LimitRange') as { limits: [Range] }
  const sums: Record<string, number> = { pods: 0 }
  const add = (key: string, amount: number) => (sums[key] = (sums[key] ?? 0) + amount)
  for (const pod of podsOf(objects)) {
    const replicas = replicasOf(pod, objects)
    add('pods', replicas)
    const isFunction = objects.some(
      (object) => isKnativeService(object) && pod.owner === `Service/${object.metadata.name}`,
    )
    const queueProxy = {
      resources: { requests: limits[0].defaultRequest, limits: limits[0].default },
    }
    for (const { resources } of [
      ...containersOf(pod.spec),
      ...(isFunction ? [queueProxy] : []),
    ] as { resources: { requests: Amounts; limits: Amounts } }[]) {
      for (const kind of ['requests', 'limits'] as const)
        for (const what of ['cpu', 'memory'])
          add(`${kind}.${what}`, replicas * amountOf(resources[kind][what] ?? 0))
    }
  }
  return sums
}

test_('every stage fits at full load, twice over while it is upgraded (needs helm)', async () => {
  const objects = await render({ set: REQUIRED })
  const { hard } = specOf(objects, 'ResourceQuota') as { hard: Record<string, string> }
  for (const [what, amount] of Object.entries(needs(objects)))
    expect(amount, what).toBeLessThanOrEqual(amountOf(hard[what] ?? 0))
})

test_('no Service of the namespace can be opened on nodes (needs helm)', async () => {
  const objects = await render({ set: REQUIRED })
  expect(find(objects, 'ResourceQuota')?.spec).toMatchObject({
    hard: { 'services.nodeports': '0', 'services.loadbalancers': '0' },
  })
})

test_('a quota may be left to the cluster’s own (needs helm)', async () => {
  const objects = await render({ set: { ...REQUIRED, 'quota.enabled': 'false' } })
  expect(find(objects, 'ResourceQuota')).toBeUndefined()
})
