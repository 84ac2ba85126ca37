/** Strategies of one's own come to whoever loads or asks them by a volume, read-only, where one is named; to nobody else. */

import { describe, expect, test } from 'vitest'
import { podsOf } from './pods.ts'
import { noHelm, render, REQUIRED } from './render.ts'

const rendered = async (set: Record<string, string> = {}) =>
  podsOf(await render({ set: { ...REQUIRED, ...set } }))
type Pods = Awaited<ReturnType<typeof rendered>>

/** What tells of them in a pod. */
const strategiesOf = ({ spec }: Pods[number]) => {
  const [container] = spec.containers
  return {
    variable: container?.env?.find(({ name }) => name === 'STRATEGIES_DIR')?.value,
    mount: container?.volumeMounts?.find(({ name }) => name === 'strategies'),
    volume: spec.volumes?.find(({ name }) => name === 'strategies'),
  }
}
const ASKING = ['Deployment/scheduler', 'Service/backtester', 'Service/strategy']
const ofAll = (pods: Pods) =>
  new Map(
    pods
      .map((pod) => [pod.owner, strategiesOf(pod)] as const)
      .filter(([, { variable, mount, volume }]) => variable ?? mount ?? volume),
  )

describe.skipIf(noHelm)('strategies of one’s own (needs helm)', () => {
  test('are in no pod unless a place is named', async () => {
    expect(ofAll(await rendered())).toEqual(new Map())
  })

  test('come out of a ConfigMap to the scheduler and the two stages alone', async () => {
    const found = ofAll(await rendered({ 'global.strategies.configMap': 'ours' }))
    expect([...found.keys()].toSorted()).toEqual(ASKING)
    for (const one of found.values())
      expect(one).toEqual({
        variable: '/strategies',
        mount: { name: 'strategies', mountPath: '/strategies', readOnly: true },
        volume: { name: 'strategies', configMap: { name: 'ours' } },
      })
  })

  test('come out of a folder of a claim, read-only', async () => {
    const found = ofAll(
      await rendered({ 'global.strategies.claim': 'shared', 'global.strategies.folder': 'a/b' }),
    )
    expect([...found.keys()].toSorted()).toEqual(ASKING)
    for (const one of found.values())
      expect(one).toMatchObject({
        variable: '/strategies/a/b',
        volume: { persistentVolumeClaim: { claimName: 'shared', readOnly: true } },
      })
  })

  test.each([
    ['claim', 'Not_A_Claim'],
    ['configMap', '../other'],
    ['folder', '../secrets'],
  ])('refuses as its %s: %s', async (key, value) => {
    const set = { 'global.strategies.claim': 'shared', [`global.strategies.${key}`]: value }
    await expect(rendered(set)).rejects.toThrow(new RegExp(key))
  })
})
