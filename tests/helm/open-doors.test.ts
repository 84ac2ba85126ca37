/** No environment has a door that lets in who has not signed in. */

import { describe, expect, test } from 'vitest'
import { openDoorsIn } from './open-doors.ts'
import { noHelm, render, REQUIRED, type KubernetesObject } from './render.ts'

describe.skipIf(noHelm)('the doors of the chart (needs helm from npm)', () => {
  test.each(['values.yaml', 'values-beta.yaml', 'values-paper.yaml', 'values-live.yaml'])(
    'are the page’s alone: %s',
    async (file) => {
      const objects = await render({ values: [file], set: REQUIRED })
      expect(openDoorsIn(objects)).toEqual([])
      const entrances = objects.filter(({ kind }) => kind === 'Ingress')
      expect(entrances.map(({ metadata }) => metadata.name)).toEqual(['dashboard'])
    },
  )

  test.each(['symbol-registry', 'trading-engine', 'risk-engine', 'scheduler', 'market-stream'])(
    'are never those of %s',
    async (name) => {
      const set = { ...REQUIRED, [`ingress.hosts.${name}`]: 'open' }
      await expect(render({ set })).rejects.toThrow(`Additional property ${name} is not allowed`)
    },
  )
})

const made = (kind: string, apiVersion: string, rest: object): KubernetesObject =>
  ({ apiVersion, kind, metadata: { name: 'x' }, ...rest }) as KubernetesObject
const service = (spec: object) => made('Service', 'v1', { spec })
const pod = (spec: object) => made('Pod', 'v1', { spec: { containers: [], ...spec } })
const ingress = (name: string, spec: object = {}, annotations = {}) =>
  made('Ingress', 'networking.k8s.io/v1', {
    metadata: { name: 'x', annotations },
    spec: {
      tls: [{ hosts: ['a.example.com'] }],
      rules: [{ host: 'a.example.com', http: { paths: [{ backend: { service: { name } } }] } }],
      ...spec,
    },
  })

describe('an open door is seen', () => {
  test.each<[says: string, object: KubernetesObject]>([
    ['is a NodePort', service({ type: 'NodePort' })],
    ['is a LoadBalancer', service({ type: 'LoadBalancer' })],
    ['port 30000 of every node', service({ ports: [{ nodePort: 30_000 }] })],
    ['has the address 192.0.2.1', service({ externalIPs: ['192.0.2.1'] })],
    [
      'is published by Knative',
      made('Service', 'serving.knative.dev/v1', {
        spec: { template: { spec: { containers: [] } } },
      }),
    ],
    ["is on the node's network", pod({ hostNetwork: true })],
    ['port 80 of the node', pod({ containers: [{ name: 'a', ports: [{ hostPort: 80 }] }] })],
    ['leads to query-api', ingress('query-api')],
    ['leads to trino', ingress('trino')],
    ['a.example.com without TLS', ingress('dashboard', { tls: [] })],
    ['takes every host', ingress('dashboard', { defaultBackend: {} })],
    ['publishes', made('IngressRoute', 'traefik.io/v1alpha1', {})],
  ])('%s', (says, object) => {
    expect(openDoorsIn([object]).join()).toContain(says)
  })

  test('and the page over TLS, or what asks first, is none', () => {
    const asks = { 'nginx.ingress.kubernetes.io/auth-url': 'https://sign-in.example.com/auth' }
    expect(openDoorsIn([ingress('dashboard'), ingress('superset', {}, asks)])).toEqual([])
  })
})
