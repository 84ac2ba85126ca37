/** A FinBERT comes to the extractor by a volume of one's own, read-only, where one is named; to nobody else. */

import { describe, expect, test } from 'vitest'
import { podsOf } from './pods.ts'
import { noHelm, render, REQUIRED } from './render.ts'

const rendered = async (set: Record<string, string> = {}) =>
  podsOf(await render({ set: { ...REQUIRED, ...set } }))
type Pods = Awaited<ReturnType<typeof rendered>>

/** What tells of FinBERT in a pod. */
const finbertOf = ({ spec }: Pods[number]) => {
  const [container] = spec.containers
  return {
    variable: container?.env?.find(({ name }) => name === 'FINBERT_MODEL')?.value,
    mount: container?.volumeMounts?.find(({ name }) => name === 'finbert'),
    volume: spec.volumes?.find(({ name }) => name === 'finbert'),
  }
}
const nothing = { variable: undefined, mount: undefined, volume: undefined }
const having = (pods: Pods) =>
  pods.filter((pod) => finbertOf(pod).volume !== undefined).map(({ owner }) => owner)

describe.skipIf(noHelm)('FinBERT’s volume (needs helm)', () => {
  test('is in no pod unless one is named', async () => {
    for (const pod of await rendered()) expect(finbertOf(pod)).toEqual(nothing)
  })

  test('is in the extractor’s function alone, read-only, and its variable names the folder in it', async () => {
    const pods = await rendered({ 'global.finbert.claim': 'models-of-ours' })
    expect(having(pods)).toEqual(['Service/extractor'])
    expect(finbertOf(pods.find(({ owner }) => owner === 'Service/extractor')!)).toEqual({
      variable: '/models/finbert',
      mount: { name: 'finbert', mountPath: '/models', readOnly: true },
      volume: {
        name: 'finbert',
        persistentVolumeClaim: { claimName: 'models-of-ours', readOnly: true },
      },
    })
  })

  test('may hold it at its root, and be of more stages', async () => {
    const pods = await rendered({
      'global.finbert.claim': 'models-of-ours',
      'global.finbert.folder': '',
      'global.finbert.stages': '{extractor,parser}',
    })
    expect(having(pods).toSorted()).toEqual(['Service/extractor', 'Service/parser'])
    for (const pod of pods) expect(finbertOf(pod).variable).toBe(finbertOf(pod).volume && '/models')
  })

  test.each([
    ['claim', 'Not_A_Claim'],
    ['folder', '../secrets'],
    ['folder', '/etc'],
  ])('refuses as its %s: %s', async (key, value) => {
    const set = { 'global.finbert.claim': 'models-of-ours', [`global.finbert.${key}`]: value }
    await expect(rendered(set)).rejects.toThrow(new RegExp(key))
  })
})
