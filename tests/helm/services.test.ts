import { expect, test } from 'vitest'
import { variables } from '#shared/host/variables.ts'
import { stageNames } from '#shared/pipeline.ts'
import { podsOf, type PodTemplate } from './pods.ts'
import { noHelm, render, REQUIRED, type KubernetesObject } from './render.ts'

const test_ = test.skipIf(noHelm)

const SERVICES = [
  'market-stream',
  'query-api',
  'risk-engine',
  'scheduler',
  'symbol-registry',
  'trading-engine',
]
const pods = (objects: readonly KubernetesObject[]) =>
  new Map(podsOf(objects).map((pod) => [pod.owner, pod]))
const find = (objects: readonly KubernetesObject[], kind: string, name: string) =>
  objects.find((object) => object.kind === kind && object.metadata.name === name)
const replicasOf = (objects: readonly KubernetesObject[]) =>
  Object.fromEntries(
    objects
      .filter(({ kind, metadata }) => kind === 'Deployment' && SERVICES.includes(metadata.name))
      .map(({ metadata, spec }) => [metadata.name, (spec as { replicas: number }).replicas]),
  )
const said = (containers: PodTemplate['spec']['containers']) =>
  containers.map(({ name, args }) => [name, (args ?? []).join(' ')])
const initsOf = (pod: PodTemplate | undefined) => said(pod?.spec.initContainers ?? [])
/** The Job that brings the database to its schema, whose name follows what it does. */
const migration = (objects: readonly KubernetesObject[]) => {
  const found = podsOf(objects).filter(({ owner }) => owner.startsWith('Job/stonks-migrate-'))
  if (found.length !== 1) throw new RangeError(`The chart makes ${found.length} migrations`)
  return found[0]!
}

test_('each service is one program of the image behind port 8000 (needs helm)', async () => {
  const objects = await render({ set: REQUIRED })
  for (const name of SERVICES) {
    const pod = pods(objects).get(`Deployment/${name}`)
    expect(pod?.spec.containers).toMatchObject([
      {
        name,
        image: 'stonks-oracle/services:0.1.0',
        args: [`${name}.mjs`],
        ports: [{ containerPort: 8000 }],
        startupProbe: { httpGet: { path: '/health' } },
        livenessProbe: { httpGet: { path: '/health' } },
        readinessProbe: { httpGet: { path: '/ready' } },
        volumeMounts: [{ name: 'tmp', mountPath: '/tmp' }],
      },
    ])
    expect(pod?.spec.containers[0]?.env).toContainEqual({ name: 'PORT', value: '8000' })
    expect(initsOf(pod)).toEqual([])
    expect(find(objects, 'Service', name)).toMatchObject({
      spec: { selector: pod?.labels && selectorOf(pod.labels), ports: [{ port: 8000 }] },
    })
  }
})

test_(
  'query-api bears the questions to the lake that it answers at once (needs helm)',
  async () => {
    const [container] = pods(await render({ set: REQUIRED })).get('Deployment/query-api')!.spec
      .containers
    expect(container?.env).toContainEqual({ name: 'LAKE_CACHE_DIR', value: '/tmp/lake-cache' })
    const number = (name: keyof typeof variables) => Number(variables[name].default)
    const questions = number('LAKE_QUERY_PARALLEL') * (number('LAKE_QUERY_MB') + 256)
    expect(container?.resources?.limits).toMatchObject({
      memory: '2Gi',
      'ephemeral-storage': '5Gi',
    })
    expect(512 + questions).toBeLessThanOrEqual(2 * 1024)
    expect(2 * number('LAKE_CACHE_MB')).toBeLessThanOrEqual(5 * 1024 - 512)
  },
)

const selectorOf = (labels: Record<string, string>) => ({
  'app.kubernetes.io/name': labels['app.kubernetes.io/name'],
  'app.kubernetes.io/component': labels['app.kubernetes.io/component'],
})

test_('two schedulers or engines never run side by side (needs helm)', async () => {
  const objects = await render({ set: REQUIRED })
  const types = objects
    .filter(({ kind, metadata }) => kind === 'Deployment' && SERVICES.includes(metadata.name))
    .map(({ metadata, spec }) => [
      metadata.name,
      (spec as { strategy: { type: string } }).strategy.type,
    ])
  expect(Object.fromEntries(types)).toEqual({
    'market-stream': 'RollingUpdate',
    'query-api': 'RollingUpdate',
    'risk-engine': 'RollingUpdate',
    scheduler: 'Recreate',
    'symbol-registry': 'RollingUpdate',
    'trading-engine': 'Recreate',
  })
})

test_.each([
  ['{"companies":[]}', '/universe/universe.json', '{"companies":[]}\n'],
  ['ticker\\,name', '/universe/universe.csv', 'ticker,name\n'],
  ['https://example.com/universe', 'https://example.com/universe', undefined],
])('a Job migrates, seeds %s and backfills (needs helm)', async (universe, from, file) => {
  const escaped = universe.replaceAll('{', '\\{').replaceAll('}', '\\}')
  const set = { ...REQUIRED, 'seed.universe': escaped, 'seed.backfillDays': '30' }
  const objects = await render({ set })
  const { spec } = migration(objects)
  // One after the other: the last is the pod's own container.
  expect(said([...(spec.initContainers ?? []), ...spec.containers])).toEqual([
    ['migrate', 'stonks.mjs migrate'],
    ['seed', `stonks.mjs seed --universe ${from}`],
    ['backfill', 'stonks.mjs backfill --days 30'],
  ])
  const map = find(objects, 'ConfigMap', 'stonks-universe') as { data?: object } | undefined
  expect(map?.data && Object.values(map.data)).toEqual(file && [file])
  const mounts = spec.initContainers?.[1]?.volumeMounts?.map(({ mountPath }) => mountPath)
  expect(mounts).toEqual(file ? ['/tmp', '/universe'] : ['/tmp'])
  expect(spec.volumes?.map(({ name }) => name)).toEqual(file ? ['tmp', 'universe'] : ['tmp'])
})

test_('the migration is another Job for another image, setting or seed (needs helm)', async () => {
  const name = async (set: Record<string, string>) =>
    migration(await render({ set: { ...REQUIRED, ...set } })).owner
  const before = await name({})
  expect(before).toMatch(/^Job\/stonks-migrate-[0-9a-f]{8}$/)
  expect(await name({})).toBe(before)
  expect(await name({ 'dashboard.replicas': '2' })).toBe(before)
  for (const set of [
    { 'global.imageTag': '0.2.0' },
    { 'global.postgres.database': 'other' },
    { 'global.secrets.roles.POSTGRES_PASSWORD_API': 'new' },
    { 'seed.universe': 'ticker' },
  ] as Record<string, string>[])
    expect(await name(set), JSON.stringify(set)).not.toBe(before)
})

test_(
  'pipelineEnabled tells the switch, no more: orders are still handed on (needs helm)',
  async () => {
    const on = await render({ set: REQUIRED })
    const off = await render({ set: { ...REQUIRED, 'global.pipelineEnabled': 'false' } })
    const ones = Object.fromEntries(SERVICES.map((name) => [name, 1]))
    expect(replicasOf(on)).toEqual(ones)
    expect(replicasOf(off)).toEqual(ones)
    const switched = (objects: KubernetesObject[]) =>
      pods(objects).get('Job/stonks-pipeline')?.spec.containers[0]?.args?.slice(0, -2)
    expect(switched(on)).toEqual('stonks.mjs pipeline on --by helm --only-by helm'.split(' '))
    expect(switched(off)).toEqual('stonks.mjs pipeline off --by helm --only-by helm'.split(' '))
    // Nothing else starts anew for it, least of all a function's revision.
    const rest = (objects: KubernetesObject[]) =>
      podsOf(objects).filter(({ kind }) => kind !== 'Job')
    expect(rest(off)).toEqual(rest(on))
  },
)

test_('the switch is told after installation and upgrade (needs helm)', async () => {
  const objects = await render({ set: REQUIRED })
  expect(find(objects, 'Job', 'stonks-pipeline')?.metadata.annotations).toEqual({
    'helm.sh/hook': 'post-install,post-upgrade',
    'helm.sh/hook-delete-policy': 'before-hook-creation,hook-succeeded',
  })
})

test_('pods start anew for a changed setting or Secret (needs helm)', async () => {
  const stamps = async (set: Record<string, string>) =>
    pods(await render({ set: { ...REQUIRED, ...set } })).get('Deployment/query-api')?.annotations
  const before = await stamps({})
  expect(before).toBeDefined()
  expect(await stamps({})).toEqual(before)
  expect(await stamps({ 'global.config.LOG_LEVEL': 'debug' })).not.toEqual(before)
  expect(await stamps({ 'global.secrets.market.MARKET_DATA_API_KEY': 'new' })).not.toEqual(before)
})

test_('the product knows every variable it is given (needs helm)', async () => {
  const objects = await render({ set: REQUIRED })
  const config = find(objects, 'ConfigMap', 'stonks-config') as unknown as {
    data: Record<string, string>
  }
  const given = podsOf(objects)
    .flatMap(({ spec }) => [...(spec.initContainers ?? []), ...spec.containers])
    .filter(({ image }) => /^stonks-oracle\/(functions|services):/.test(image ?? ''))
    .flatMap(({ env = [] }) => env.map(({ name }) => name))
  const names = [...new Set([...given, ...Object.keys(config.data)])]
  expect(names).toContain('POSTGRES_PASSWORD')
  // Those of the mail client are read by it alone.
  const unknown = names.filter((name) => !(name in variables) && !name.startsWith('GMAIL_'))
  expect(unknown).toEqual([])
})

test_('a number or a switch reaches the environment as its text (needs helm)', async () => {
  const set = { 'global.config.HIGH_WATER': '1000000', 'global.config.TRADING_ENABLED': 'false' }
  const objects = await render({ set: { ...REQUIRED, ...set } })
  expect(find(objects, 'ConfigMap', 'stonks-config')).toMatchObject({
    data: { HIGH_WATER: '1000000', TRADING_ENABLED: 'false', DEPLOY_STAGE: 'paper' },
  })
})

test_('one pod of each workload may be evicted at a time (needs helm)', async () => {
  const objects = await render({ set: REQUIRED })
  const budgets = objects.filter(({ kind }) => kind === 'PodDisruptionBudget')
  const guarded = budgets.map(({ metadata, spec }) => {
    const { selector } = spec as { selector: { matchLabels: Record<string, string> } }
    const owners = podsOf(objects).filter(({ labels }) =>
      Object.entries(selector.matchLabels).every(([key, value]) => labels[key] === value),
    )
    expect(spec).toMatchObject({ maxUnavailable: 1, unhealthyPodEvictionPolicy: 'AlwaysAllow' })
    expect(owners.map(({ owner }) => owner)).toEqual([`Deployment/${metadata.name}`])
    return metadata.name
  })
  const pumps = objects
    .filter(({ kind, metadata }) => kind === 'Deployment' && metadata.name.startsWith('pump-'))
    .map(({ metadata }) => metadata.name)
  expect(pumps).toHaveLength(stageNames.length)
  expect(guarded.toSorted()).toEqual([...SERVICES, ...pumps, 'dashboard'].toSorted())
  const without = await render({ set: { ...REQUIRED, 'podDisruptionBudgets.enabled': 'false' } })
  expect(without.filter(({ kind }) => kind === 'PodDisruptionBudget')).toEqual([])
})
