import { expect, test } from 'vitest'
import { ASKS_FIRST } from './open-doors.ts'
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
      expect(metadata.annotations).toMatchObject({ 'cert-manager.io/cluster-issuer': 'ca-issuer' })
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

/** Every host there may be, asked for. */
const ASKED = {
  ...REQUIRED,
  'ingress.hosts.query-api': 'stonks-api',
  'ingress.hosts.superset': 'stonks-dash',
  'ingress.hosts.trino': 'stonks-trino',
  'ingress.signIn.traefik\\.ingress\\.kubernetes\\.io/router\\.middlewares':
    'sign-in@kubernetescrd',
}
const ALL = [
  'stonks-api.celestium.life/ query-api:8000 stonks-api-tls',
  'stonks-dash.celestium.life/ superset:8088 stonks-dash-tls',
  'stonks-trino.celestium.life/ trino:8080 stonks-trino-tls',
  'stonks.celestium.life/ dashboard:8080 stonks-dashboard-tls',
]
const PAGE = ALL.slice(-1)

test_('the page is the only way in unless another is asked for (needs helm)', async () => {
  expect(entrancesOf(await render({ set: REQUIRED }))).toEqual(PAGE)
})

test_('each host leads to its service under a certificate of its own (needs helm)', async () => {
  expect(entrancesOf(await render({ set: ASKED }))).toEqual(ALL)
})

test_(
  'a sign-in stands before what has none of ours, and before that alone (needs helm)',
  async () => {
    const asking = (await render({ set: ASKED }))
      .filter(
        ({ kind, metadata }) =>
          kind === 'Ingress' && ASKS_FIRST.some((name) => metadata.annotations?.[name]),
      )
      .map(({ metadata }) => metadata.name)
    expect(asking).toEqual(['superset', 'trino'])
  },
)

test_.each([
  ['superset.enabled', 'false', 'superset'],
  ['dashboard.enabled', 'false', 'dashboard'],
  ['ingress.hosts.trino', '', 'trino'],
  ['ingress.hosts.query-api', '', 'query-api'],
])('%s=%s closes the entrance of %s alone (needs helm)', async (key, value, backend) => {
  const objects = await render({ set: { ...ASKED, [key]: value } })
  expect(entrancesOf(objects)).toEqual(ALL.filter((line) => !line.includes(` ${backend}:`)))
})

test_('without Ingress nothing is published (needs helm)', async () => {
  const objects = await render({ set: { ...ASKED, 'ingress.enabled': 'false' } })
  expect(entrancesOf(objects)).toEqual([])
})
