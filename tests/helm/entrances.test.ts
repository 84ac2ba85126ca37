import { expect, test } from 'vitest'
import { noHelm, render, REQUIRED, type KubernetesObject } from './render.ts'

const test_ = test.skipIf(noHelm)

type Rule = {
  host: string
  http: {
    paths: { path: string; backend: { service: { name: string; port: { name: string } } } }[]
  }
}
type IngressSpec = {
  ingressClassName: string
  tls: { hosts: string[]; secretName: string }[]
  rules: Rule[]
}
type ServiceSpec = { ports: { name: string; port: number }[] }

/** Host, backend with its port, and the Secret of the certificate: one line for each Ingress. */
function entrancesOf(objects: readonly KubernetesObject[]): string[] {
  const ports = new Map(
    objects
      .filter(({ apiVersion, kind }) => apiVersion === 'v1' && kind === 'Service')
      .map(({ metadata, spec }) => [metadata.name, (spec as ServiceSpec).ports]),
  )
  return objects
    .filter(({ kind }) => kind === 'Ingress')
    .flatMap(({ metadata, spec }) => {
      const { ingressClassName, tls, rules } = spec as IngressSpec
      expect(ingressClassName).toBe('traefik')
      expect(metadata.annotations).toEqual({ 'cert-manager.io/cluster-issuer': 'ca-issuer' })
      return rules.flatMap(({ host, http }) =>
        http.paths.map(({ path, backend: { service } }) => {
          const port = ports.get(service.name)?.find(({ name }) => name === service.port.name)?.port
          const [certificate] = tls.filter(({ hosts }) => hosts.includes(host))
          return `${host}${path} ${service.name}:${port} ${certificate?.secretName}`
        }),
      )
    })
    .toSorted()
}

const ALL = [
  'stonks-api.celestium.life/ query-api:8000 stonks-api-tls',
  'stonks-dash.celestium.life/ superset:8088 stonks-dash-tls',
  'stonks-registry.celestium.life/ symbol-registry:8000 stonks-registry-tls',
  'stonks-trading.celestium.life/ trading-engine:8000 stonks-trading-tls',
  'stonks-trino.celestium.life/ trino:8080 stonks-trino-tls',
  'stonks.celestium.life/ dashboard:8080 stonks-dashboard-tls',
]

test_('each host leads to its service under a certificate of its own (needs helm)', async () => {
  expect(entrancesOf(await render({ set: REQUIRED }))).toEqual(ALL)
})

test_.each([
  ['superset.enabled', 'false', 'superset'],
  ['dashboard.enabled', 'false', 'dashboard'],
  ['ingress.hosts.trino', '', 'trino'],
  ['ingress.hosts.query-api', '', 'query-api'],
])('%s=%s closes the entrance of %s alone (needs helm)', async (key, value, backend) => {
  const objects = await render({ set: { ...REQUIRED, [key]: value } })
  expect(entrancesOf(objects)).toEqual(ALL.filter((line) => !line.includes(` ${backend}:`)))
})

test_('without Ingress nothing is published (needs helm)', async () => {
  const objects = await render({ set: { ...REQUIRED, 'ingress.enabled': 'false' } })
  expect(entrancesOf(objects)).toEqual([])
})
