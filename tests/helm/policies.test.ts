import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { stageNames, stages, type StageName } from '#shared/pipeline.ts'
import { ends } from '../tidy/tables.ts'
import { podsOf } from './pods.ts'
import { allowedPorts, type End, type Policy, type Span } from './policy-graph.ts'
import { noHelm, render, REQUIRED, type KubernetesObject } from './render.ts'

const NAMESPACE = 'stonks-oracle'

/** The ends of what a stage's row reaches; the internet has two families of addresses. */
const endsReached = (stage: StageName) =>
  Object.keys(stages[stage].reaches)
    .map((target) => ends[target] ?? target)
    .flatMap((end) => (end.startsWith('internet:') ? [end, end.replace(':', '6:')] : [end]))
    .join(' ')

/** Every connection there may be, by who opens it; docs/network.md says why. */
const declared: Record<string, string> = {
  ...Object.fromEntries(stageNames.map((stage) => [`function/${stage}`, endsReached(stage)])),
  'pump/*': 'postgres:5432 redis:6379 kourier-system:8081',
  'service/stonks-pipeline': 'postgres:5432 redis:6379',
  'service/stonks-migrate': 'postgres:5432',
  'service/lake-sync': 'postgres:5432 analytics/trino:8080',
  'service/scheduler': 'postgres:5432 redis:6379 objects:9000',
  'service/query-api':
    'postgres:5432 redis:6379 objects:9000 analytics/trino:8080 service/symbol-registry:8000 service/trading-engine:8000 service/risk-engine:8000',
  'service/symbol-registry': 'postgres:5432',
  'service/trading-engine': 'postgres:5432 internet:443 internet:587 internet6:443 internet6:587',
  'service/risk-engine': 'postgres:5432',
  'service/market-stream': 'postgres:5432 internet:443 internet6:443',
  'dashboard/dashboard': 'service/query-api:8000',
  'analytics/hive-metastore': 'objects:9000',
  'analytics/trino': 'objects:9000 analytics/hive-metastore:9083',
  'analytics/superset': 'postgres:5432 redis:6379 analytics/trino:8080',
  // Traefik runs beside the cluster's DNS.
  'kube-system': 'dashboard/dashboard:8080',
  'knative-serving': 'function/*:8012 function/*:8112 function/*:9090',
  'kourier-system': 'function/*:8012 function/*:8112',
}

const workloads = [
  ...stageNames.flatMap((stage) => [`function/${stage}`, `pump/${stage}`]),
  'service/scheduler',
  'service/query-api',
  'service/symbol-registry',
  'service/trading-engine',
  'service/risk-engine',
  'service/market-stream',
  'service/stonks-pipeline',
  'service/stonks-migrate',
  'dashboard/dashboard',
]
const analytics = [
  'analytics/hive-metastore',
  'analytics/trino',
  'analytics/superset',
  'service/lake-sync',
]

const elsewhere = (namespace: string, address: string): End => ({
  address,
  pod: { namespace, labels: { 'app.kubernetes.io/name': 'query-api' } },
})

/** What is not the chart's: those of the table, and strangers of every kind. */
const outside: Record<string, End> = {
  postgres: elsewhere('postgresql-service', '10.244.1.1'),
  redis: elsewhere('redis-service', '10.244.1.2'),
  objects: elsewhere('minio-service', '10.244.1.3'),
  ollama: elsewhere('ollama-service', '10.244.1.4'),
  'kube-system': elsewhere('kube-system', '10.244.1.5'),
  'knative-serving': elsewhere('knative-serving', '10.244.1.6'),
  'kourier-system': elsewhere('kourier-system', '10.244.1.7'),
  monitoring: elsewhere('monitoring', '10.244.1.8'),
  keda: elsewhere('keda', '10.244.1.9'),
  'a pod elsewhere': elsewhere('default', '10.244.1.10'),
  'a pod without labels': { address: '10.244.1.11', pod: { namespace: NAMESPACE, labels: {} } },
  internet: { address: '203.0.113.1' },
  internet6: { address: '2606:4700::1' },
  ...Object.fromEntries(
    `10.0.0.1 172.31.255.255 192.168.0.1 100.100.0.1 169.254.169.254 127.0.0.1 0.0.0.0 198.18.0.1
     224.0.0.1 255.255.255.255 ::1 fd00::1 fe80::1 64:ff9b::a00:1 2002:a00:1::1 ff02::1`
      .split(/\s+/)
      .map((address) => [address, { address }]),
  ),
}

function endsOf(objects: readonly KubernetesObject[]): Record<string, End> {
  return Object.fromEntries(
    podsOf(objects).map(({ labels }, i) => [
      `${labels['app.kubernetes.io/component']}/${labels['app.kubernetes.io/name']}`,
      { address: `10.244.2.${i + 1}`, pod: { namespace: NAMESPACE, labels } },
    ]),
  )
}

function policiesOf(objects: readonly KubernetesObject[]): Policy[] {
  return objects
    .filter(({ kind }) => kind === 'NetworkPolicy')
    .map(({ spec }) => ({ namespace: NAMESPACE, spec: spec as Policy['spec'] }))
}

/** Lines `from -> to port`, of every pair with at least one end of the chart's. */
function edgesOf(objects: readonly KubernetesObject[], others: Record<string, End>): string[] {
  const own = endsOf(objects)
  const policies = policiesOf(objects)
  const all = { ...own, ...others }
  const edges: string[] = []
  for (const [from, source] of Object.entries(all)) {
    for (const [to, target] of Object.entries(all)) {
      if (from === to || !(source.pod?.namespace === NAMESPACE || to in own)) continue
      for (const span of allowedPorts(policies, source, target)) {
        edges.push(`${from} -> ${to} ${print(span)}`)
      }
    }
  }
  return edges.sort()
}

const print = ({ protocol, first, last }: Span) =>
  `${protocol.toLowerCase()}/${first}${last === first ? '' : `-${last}`}`

/** The table between those who are there, and names resolved by every pod of the namespace. */
function expected(own: readonly string[], others: Record<string, End>): string[] {
  const all = [...own, ...Object.keys(others)]
  const named = (name: string) =>
    name.endsWith('/*') ? own.filter((end) => end.startsWith(name.slice(0, -1))) : [name]
  const rows = Object.entries(declared).flatMap(([sources, targets]) =>
    named(sources).flatMap((from) =>
      targets.split(' ').flatMap((target) => {
        const [, to = '', port] = /^(.*):(\d+)$/.exec(target) ?? []
        return named(to).map((end) => ({ from, to: end, port: `tcp/${port}` }))
      }),
    ),
  )
  const dns = [...own, 'a pod without labels'].flatMap((from) =>
    ['tcp/53', 'udp/53'].map((port) => ({ from, to: 'kube-system', port })),
  )
  return [...rows, ...dns]
    .filter(({ from, to }) => all.includes(from) && all.includes(to))
    .map(({ from, to, port }) => `${from} -> ${to} ${port}`)
    .sort()
}

/** What the policies lack of the table, and what they allow beyond it. */
function differences(objects: KubernetesObject[], own: string[], others = outside) {
  const found = edgesOf(objects, others)
  const wanted = expected(own, others)
  return {
    missing: wanted.filter((edge) => !found.includes(edge)),
    extra: found.filter((edge) => !wanted.includes(edge)),
  }
}

function expectDeclared(objects: KubernetesObject[], own: string[], others = outside): void {
  expect(Object.keys(endsOf(objects)).sort()).toEqual([...own].sort())
  expect(differences(objects, own, others)).toEqual({ missing: [], extra: [] })
}

test('docs/network.md lists what is declared, and no more', () => {
  const rows = readFileSync('docs/network.md', 'utf8').matchAll(/^\| `([^`]+)` \| (`.*?) \|/gm)
  const listed = [...rows].flatMap(([, from, targets = '']) =>
    [...targets.matchAll(/`([^`]+)`/g)].map(([, target]) => `${from} -> ${target}`),
  )
  const wanted = Object.entries(declared).flatMap(([from, targets]) =>
    targets.split(' ').map((target) => `${from} -> ${target}`),
  )
  // Both families of addresses are one internet to a reader.
  expect(listed.sort()).toEqual(wanted.filter((edge) => !edge.includes('internet6')).sort())
})

const folder = mkdtempSync(join(tmpdir(), 'stonks-values-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** An empty list, which `--set` cannot say, as a values file. */
function without(key: 'internetBlocks' | 'privateBlocks'): string[] {
  const file = join(folder, `${key}.yaml`)
  writeFileSync(file, `networkPolicy: { ${key}: [] }\n`)
  return [file]
}

describe.skipIf(noHelm)('the network policies (needs helm from npm)', () => {
  test.each([
    ['values.yaml', [], [...workloads, ...analytics]],
    ['values-paper.yaml', ['values-paper.yaml'], [...workloads, ...analytics]],
    ['values-live.yaml', ['values-live.yaml'], [...workloads, ...analytics]],
    ['values-beta.yaml', ['values-beta.yaml'], workloads],
  ])('allow what is declared and nothing else: %s', async (_name, values, own) => {
    expectDeclared(await render({ values, set: REQUIRED }), own)
  })

  test('follow servers outside the cluster by address', async () => {
    const addresses = {
      postgres: '192.0.2.10',
      redis: '192.0.2.11',
      objects: '10.9.0.12',
      ollama: '10.9.0.13',
    }
    const set = Object.fromEntries(
      Object.entries(addresses).map(([server, address]) => [
        `networkPolicy.servers.${server}.cidr`,
        `${address}/32`,
      ]),
    )
    const servers = Object.fromEntries(
      Object.entries(addresses).map(([server, address]) => [server, { address }]),
    )
    const nobodys = Object.fromEntries(
      Object.keys(addresses).map((server) => [`a pod named ${server}`, outside[server] as End]),
    )
    const objects = await render({ set: { ...REQUIRED, ...set } })
    // 192.0.2.10 is no private block: whoever reaches the internet reaches its port 443.
    const found = edgesOf(objects, { ...outside, ...nobodys, ...servers }).filter(
      (edge) => !/ (postgres|redis) tcp\/(443|587)$/.test(edge),
    )
    expect(found).toEqual(expected([...workloads, ...analytics], { ...outside, ...servers }))
  })

  test('give the internet in one family of addresses where the other is left out', async () => {
    const objects = await render({
      set: { ...REQUIRED, 'networkPolicy.internetBlocks': '{0.0.0.0/0}' },
    })
    const { internet6: _, ...others } = outside
    expectDeclared(objects, [...workloads, ...analytics], others)
    expect(edgesOf(objects, outside).filter((edge) => edge.includes('internet6'))).toEqual([])
  })

  test('let Prometheus in at query-api alone, and only where monitoring is on', async () => {
    const from = (edges: string[]) => edges.filter((edge) => edge.startsWith('monitoring '))
    const off = await render({ set: REQUIRED })
    const on = await render({ set: { ...REQUIRED, 'monitoring.enabled': 'true' } })
    expect(from(edgesOf(off, outside))).toEqual([])
    expect(from(edgesOf(on, outside))).toEqual(['monitoring -> service/query-api tcp/8000'])
  })

  test('let the ingress controller in at the hosts that are asked for', async () => {
    const set = {
      ...REQUIRED,
      'ingress.hosts.query-api': 'api',
      'ingress.hosts.superset': 'charts',
      'ingress.signIn.nginx\\.ingress\\.kubernetes\\.io/auth-url': 'https://sign-in.example.com',
    }
    const edges = edgesOf(await render({ set }), outside)
    expect(edges.filter((edge) => edge.startsWith('kube-system '))).toEqual([
      'kube-system -> analytics/superset tcp/8088',
      'kube-system -> dashboard/dashboard tcp/8080',
      'kube-system -> service/query-api tcp/8000',
    ])
  })

  test('close what the values close', async () => {
    const set = {
      ...REQUIRED,
      'ingress.enabled': 'false',
      'trino.enabled': 'false',
      'superset.enabled': 'false',
    }
    const edges = edgesOf(await render({ set }), outside)
    expect(edges.filter((edge) => /^kube-system |trino/.test(edge))).toEqual([])
  })

  test('open what extraEgress names, to functions and not to their pumps', async () => {
    const set = {
      ...REQUIRED,
      'networkPolicy.extraEgress[0].from': '{ingestion,scheduler}',
      'networkPolicy.extraEgress[0].to.ipBlock.cidr': '10.0.0.1/32',
      'networkPolicy.extraEgress[0].ports': '{8080,8081}',
    }
    const edges = edgesOf(await render({ set }), outside)
    expect(edges.filter((edge) => edge.includes('-> 10.0.0.1 '))).toEqual([
      'function/ingestion -> 10.0.0.1 tcp/8080-8081',
      'service/scheduler -> 10.0.0.1 tcp/8080-8081',
    ])
  })

  test.each([
    ['services.risk-engine.reaches', '{postgres,mongo}', /reaches of risk-engine.*found mongo/],
    ['networkPolicy.servers.redis.namespace', '', /server redis.*a namespace or a cidr/],
    ['networkPolicy.internetBlocks', '{10.0.0.0/8}', /internetBlocks/],
    ['networkPolicy.extraEgress[0].from', '{nobody}', /extraEgress.0..from.*found nobody/],
    ['networkPolicy.extraEgress[0].ports', '{http}', /extraEgress.0.ports/],
  ])('refuse %s %s', async (key, value, words) => {
    const extra = key.includes('extraEgress')
      ? {
          'networkPolicy.extraEgress[0].from': '{parser}',
          'networkPolicy.extraEgress[0].to.ipBlock.cidr': '10.0.0.1/32',
          'networkPolicy.extraEgress[0].ports': '{80}',
        }
      : {}
    await expect(render({ set: { ...REQUIRED, ...extra, [key]: value } })).rejects.toThrow(words)
  })

  test('know servers that a row of its own names', async () => {
    const set = {
      ...REQUIRED,
      'networkPolicy.servers.vllm.namespace': 'default',
      'networkPolicy.servers.vllm.port': '8000',
      'global.stages.extractor.reaches': '{postgres,vllm}',
    }
    const edges = edgesOf(await render({ set }), outside)
    expect(edges.filter((edge) => edge.startsWith('function/extractor'))).toEqual([
      'function/extractor -> a pod elsewhere tcp/8000',
      'function/extractor -> kube-system tcp/53',
      'function/extractor -> kube-system udp/53',
      'function/extractor -> postgres tcp/5432',
    ])
  })

  test('reach no internet at all where it is none', async () => {
    const objects = await render({ values: without('internetBlocks'), set: REQUIRED })
    expect(edgesOf(objects, outside).filter((edge) => edge.includes('internet'))).toEqual([])
  })

  test('reach private addresses by port 443 where none is named private', async () => {
    const objects = await render({ values: without('privateBlocks'), set: REQUIRED })
    expect(edgesOf(objects, outside)).toContain('function/ingestion -> 169.254.169.254 tcp/443')
  })

  test('are gone when switched off', async () => {
    const objects = await render({ set: { ...REQUIRED, 'networkPolicy.enabled': 'false' } })
    expect(policiesOf(objects)).toEqual([])
  })

  test('bear the names that operators look for', async () => {
    const objects = await render({ set: REQUIRED })
    const names = objects
      .filter(({ kind }) => kind === 'NetworkPolicy')
      .map(({ metadata }) => metadata.name)
    expect(names).toEqual(
      expect.arrayContaining([
        'default-deny-ingress',
        'default-deny-egress',
        'allow-dashboard-ingress',
        'allow-query-api-ingress',
        'allow-symbol-registry-ingress',
        'allow-trading-engine-ingress',
        'allow-risk-engine-ingress',
        'allow-trino-ingress',
        'allow-hive-metastore-ingress',
        'deny-broker-adapter-ingress',
      ]),
    )
  })

  test('leave the broker adapter to Knative alone, and its pump to nobody', async () => {
    const edges = edgesOf(await render({ set: REQUIRED }), outside)
    const into = (end: string) => edges.filter((edge) => edge.includes(`-> ${end} `))
    expect(into('pump/broker-adapter')).toEqual([])
    expect(new Set(into('function/broker-adapter').map((edge) => edge.split(' ')[0]))).toEqual(
      new Set(['knative-serving', 'kourier-system']),
    )
  })

  test('mail leaves by the port that it is set to', async () => {
    const objects = await render({ set: { ...REQUIRED, 'global.config.SMTP_PORT': '465' } })
    expect(differences(objects, [...workloads, ...analytics])).toEqual({
      missing: [
        'service/trading-engine -> internet tcp/587',
        'service/trading-engine -> internet6 tcp/587',
      ],
      extra: [
        'service/trading-engine -> internet tcp/465',
        'service/trading-engine -> internet6 tcp/465',
      ],
    })
  })

  test('would show one that is gone, and one more', async () => {
    const objects = await render({ set: REQUIRED })
    const own = [...workloads, ...analytics]
    const without = objects.filter(({ metadata }) => metadata.name !== 'allow-smtp-egress')
    expect(differences(without, own)).toEqual({
      missing: [
        'service/trading-engine -> internet tcp/587',
        'service/trading-engine -> internet6 tcp/587',
      ],
      extra: [],
    })
    const open: KubernetesObject = {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: 'open' },
      spec: {
        podSelector: { matchLabels: { 'app.kubernetes.io/component': 'pump' } },
        ingress: [{ from: [{ namespaceSelector: {} }], ports: [{ port: 8000 }] }],
      },
    }
    const { missing, extra } = differences([...objects, open], own)
    expect(missing).toEqual([])
    expect(extra).toContain('a pod elsewhere -> pump/parser tcp/8000')
    expect(extra.every((edge) => edge.endsWith('tcp/8000'))).toBe(true)
  })
})
