/** Every program is asked by names that it answers to, and by no others. */

import { expect, test } from 'vitest'
import { stageNames } from '#shared/pipeline.ts'
import { podsOf } from './pods.ts'
import { noHelm, render, REQUIRED } from './render.ts'

const test_ = test.skipIf(noHelm)
const NAMESPACE = 'stonks-oracle-beta'

/** What a container is told, by the name of its owner and of its variable. */
async function told(set: Record<string, string> = {}, values: string[] = []) {
  const objects = await render({ values, set: { ...REQUIRED, ...set }, namespace: NAMESPACE })
  const pods = new Map(podsOf(objects).map(({ owner, spec }) => [owner, spec]))
  return (owner: string, variable: string) =>
    pods.get(owner)?.containers[0]?.env?.find(({ name }) => name === variable)?.value
}
const inside = (name: string) =>
  ['', `.${NAMESPACE}`, `.${NAMESPACE}.svc`, `.${NAMESPACE}.svc.cluster.local`].map(
    (rest) => `${name}${rest}`,
  )

test_('a function answers to the name by which pumps ask it (needs helm)', async () => {
  const env = await told()
  for (const stage of stageNames)
    expect(env(`Service/${stage}`, 'ALLOWED_HOSTS')?.split(',')).toEqual(inside(stage))
})

test_('a service answers to its own names (needs helm)', async () => {
  const env = await told()
  for (const name of [
    'scheduler',
    'symbol-registry',
    'trading-engine',
    'risk-engine',
    'market-stream',
  ])
    expect(env(`Deployment/${name}`, 'ALLOWED_HOSTS')?.split(',')).toEqual(inside(name))
})

test_.each<[says: string, set: Record<string, string>, url: string, names: string[]]>([
  ['its Ingress', {}, 'https://stonks-beta.celestium.life', ['stonks-beta.celestium.life']],
  ['no Ingress', { 'ingress.enabled': 'false' }, 'http://localhost:8080', ['localhost']],
  [
    'a way in of its own',
    { 'dashboard.publicUrl': 'https://a.example.com:8443\\, https://b.a.example.com' },
    'https://a.example.com:8443, https://b.a.example.com',
    ['a.example.com', 'b.a.example.com'],
  ],
])('the page and query-api answer to those of %s (needs helm)', async (_says, set, url, names) => {
  const env = await told(set, ['values-beta.yaml'])
  expect(env('Deployment/query-api', 'PUBLIC_URL')).toBe(url)
  // What is told to people leads there.
  expect(env('Deployment/trading-engine', 'PUBLIC_URL')).toBe(url)
  for (const name of ['dashboard', 'query-api'])
    expect(env(`Deployment/${name}`, 'ALLOWED_HOSTS')?.split(',')).toEqual([
      ...inside(name),
      ...names,
    ])
})

test_('query-api answers to a host of its own where one is asked for (needs helm)', async () => {
  const env = await told({ 'ingress.hosts.query-api': 'api' })
  expect(env('Deployment/query-api', 'ALLOWED_HOSTS')).toMatch(/,api\.celestium\.life$/)
})
