/** What `doctor --cluster` says of doors that stand open, and in live of wires that can be read along. */

import { expect, test } from 'vitest'
import { checkDoors } from '../../../../services/cli/cluster/door-checks.ts'
import type { Survey } from '../../../../services/cli/cluster/survey.ts'
import { ingressOf } from './recorded.ts'

const tools = { kubectl: 'kubectl', helm: 'helm upgrade stonks helm', namespace: 'stonks-oracle' }
const LIVE = { DEPLOY_STAGE: 'live', BROKER_MODE: 'live' }
const ASKS = { 'nginx.ingress.kubernetes.io/auth-url': 'https://sign-in.example.com' }

type Env = { name: string; value: string }
const good: Env[] = [
  { name: 'DATABASE_URL', value: 'postgres://stonks_api@db/stonks?sslmode=verify-full' },
  { name: 'REDIS_URL', value: 'rediss://redis:6379/0' },
  { name: 'SERVICE_SECRET', value: '' },
  { name: 'PUBLIC_URL', value: 'https://stonks.example.com' },
]
const pod = (env: Env[], image = `x@sha256:${'0'.repeat(64)}`) => ({
  spec: { template: { spec: { containers: [{ name: 'x', image, env }], initContainers: [] } } },
})
const other = [{ name: 'DATABASE_URL', value: 'postgres://stonks_lake@db/s?sslmode=verify-full' }]

type Parts = { ingresses?: object[]; services?: object[]; config?: object; pods?: object[] }

function judge({ ingresses = [ingressOf('dashboard')], services = [], config = {}, pods }: Parts) {
  const survey = {
    ingresses: { ok: true, value: ingresses },
    services: { ok: true, value: services },
    deployments: { ok: true, value: pods ?? [pod(good), pod(other)] },
    functions: { ok: true, value: [] },
    config,
  } as unknown as Survey
  return Object.fromEntries(checkDoors(survey, tools).map((row) => [row.check, row]))
}

/** As a survey holds it: read by its schema. */
const ingress = (name: string, annotations = {}, tls?: object[]) => {
  const made = ingressOf(name)
  return {
    metadata: { ...made.metadata, annotations },
    spec: {
      tls: tls ?? made.spec.tls,
      rules: made.spec.rules.map(({ host }) => ({ host, http: { paths: [{ service: name }] } })),
    },
  }
}

test('the page over TLS is no open door', () => {
  const rows = judge({ ingresses: [ingress('dashboard')], config: LIVE })
  expect(rows).toMatchObject({ doors: { verdict: 'ok' }, wires: { verdict: 'ok' } })
})

test.each<[Parts, string]>([
  [{ ingresses: [ingress('trading-engine')] }, 'leads to trading-engine'],
  [{ ingresses: [ingress('superset')] }, 'leads to superset'],
  [{ ingresses: [ingress('dashboard', {}, [])] }, 'dashboard.example.com without TLS'],
  [{ ingresses: [ingress('query-api')], config: LIVE }, 'leads to query-api'],
  [{ ingresses: [ingress('superset', ASKS)], config: LIVE }, 'leads to superset'],
  [
    { ingresses: [], services: [{ metadata: { name: 'x' }, spec: { type: 'NodePort' } }] },
    'Service x is a NodePort',
  ],
])('an open door is named: %j', (parts, words) => {
  const { doors } = judge(parts)
  expect(doors).toMatchObject({ verdict: 'bad', found: expect.stringContaining(words) })
  expect(doors?.mend).toHaveLength(1)
})

test('what a sign-in stands before, or asks for one itself, is none outside live', () => {
  const rows = judge({ ingresses: [ingress('superset', ASKS), ingress('query-api')] })
  expect(rows['doors']).toMatchObject({ verdict: 'ok' })
})

const replaced = (name: string, value: string) =>
  good.map((one) => (one.name === name ? { name, value } : one))

test.each<[string, object[]]>([
  [
    'global.postgres.sslMode',
    [pod(replaced('DATABASE_URL', 'postgres://a@db/s?sslmode=require')), pod(other)],
  ],
  ['global.redis.tls', [pod(replaced('REDIS_URL', 'redis://redis:6379/0')), pod(other)]],
  ['global.postgres.ownRoles', [pod(good), pod(good)]],
  ['global.secrets.core', [pod(good.filter(({ name }) => name !== 'SERVICE_SECRET')), pod(other)]],
  ['dashboard.publicUrl', [pod(replaced('PUBLIC_URL', 'http://localhost:8080')), pod(other)]],
  ['global.images', [pod(good, 'x:0.1.0'), pod(other)]],
])('in live %s is named, and nowhere else', (value, pods) => {
  expect(judge({ pods, config: LIVE })['wires']).toMatchObject({
    verdict: 'bad',
    found: expect.stringContaining(value),
  })
  expect(judge({ pods })['wires']).toMatchObject({ verdict: 'ok', found: 'not live' })
})

test.each([
  ['S3_ENDPOINT', 'global.objects.endpoint'],
  ['OLLAMA_BASE_URL', 'global.ollama.baseUrl'],
])('a plain %s is named in live', (name, value) => {
  const config = { ...LIVE, [name]: 'http://server:9000' }
  expect(judge({ config })['wires']?.found).toContain(value)
})
