import { expect, test } from 'vitest'
import { stageNames, stages } from '#shared/pipeline.ts'
import { podsOf } from './pods.ts'
import { noHelm, render, REQUIRED, type KubernetesObject } from './render.ts'

const test_ = test.skipIf(noHelm)

const STAGES: readonly string[] = stageNames
const PUMPS = STAGES.map((stage) => `pump-${stage}`)
const SERVICES =
  'scheduler query-api symbol-registry trading-engine risk-engine market-stream'.split(' ')
const ANALYTICS = ['hive-metastore', 'trino', 'superset']

const SERVED_BY_REDIS = [...PUMPS, 'scheduler', 'query-api', 'superset']
const HANDLE_OBJECTS = [
  ...stageNames.filter((stage) => 'objects' in stages[stage].reaches),
  ...'scheduler query-api hive-metastore trino'.split(' '),
]
const readers = (secret: string) =>
  stageNames.filter((stage) => (stages[stage].secrets as readonly string[]).includes(secret))
const TRADE = [...readers('broker'), 'trading-engine']

const MIGRATION = 'stonks-migrate'
const TRADES = ['broker-adapter', 'broker-sync']
/** Who signs in to PostgreSQL as which role. */
const ROLES: Record<string, string[]> = {
  FUNCTIONS: [
    ...STAGES.filter((stage) => ![...TRADES, 'lake-publisher', 'reporter'].includes(stage)),
    'market-stream',
  ],
  TRADING: [...TRADES, 'trading-engine', 'risk-engine'],
  API: ['query-api', 'symbol-registry', 'stonks-pipeline'],
  ORCHESTRATION: ['scheduler', ...PUMPS],
  LAKE: ['lake-publisher', 'reporter', 'lake-sync'],
  VIEWS: ['superset'],
}

/** Who reads each Secret, and which of its keys: the list of docs/values.md. */
const consumers: Record<string, Record<string, string[]>> = {
  'stonks-core-secrets': {
    POSTGRES_PASSWORD: [MIGRATION],
    REDIS_PASSWORD: [...SERVED_BY_REDIS, 'stonks-pipeline', 'stonks-redis'],
    SERVICE_SECRET: [...STAGES, ...PUMPS, ...SERVICES],
    METRICS_TOKEN: ['query-api'],
    MINIO_ACCESS_KEY: HANDLE_OBJECTS,
    MINIO_SECRET_KEY: HANDLE_OBJECTS,
  },
  'stonks-roles-secrets': Object.fromEntries(
    Object.entries(ROLES).map(([role, who]) => [`POSTGRES_PASSWORD_${role}`, [...who, MIGRATION]]),
  ),
  'stonks-access-secrets': { SESSION_SECRET: ['query-api'], OIDC_CLIENT_SECRET: ['query-api'] },
  'stonks-broker-secrets': {
    BROKER_API_KEY: TRADE,
    BROKER_API_SECRET: TRADE,
    BROKER_BASE_URL: TRADE,
  },
  'stonks-market-secrets': {
    MARKET_DATA_API_KEY: readers('market'),
    ALPACA_DATA_KEY: [...readers('market'), 'market-stream'],
    ALPACA_DATA_SECRET: [...readers('market'), 'market-stream'],
    REDDIT_CLIENT_ID: readers('market'),
    REDDIT_CLIENT_SECRET: readers('market'),
  },
  'stonks-gmail-secrets': {
    GMAIL_SENDER: ['trading-engine'],
    GMAIL_RECIPIENT: ['trading-engine'],
    GMAIL_APP_PASSWORD: ['trading-engine'],
    AWS_ACCESS_KEY_ID: ['trading-engine'],
    AWS_SECRET_ACCESS_KEY: ['trading-engine'],
    AWS_SESSION_TOKEN: ['trading-engine'],
  },
  'stonks-dashboard-secrets': {
    SUPERSET_SECRET_KEY: ['superset'],
    SUPERSET_ADMIN_PASSWORD: ['superset'],
  },
}

test('keys of the broker reach who speaks with it alone, keys of prices and news who fetches them', () => {
  expect(readers('broker')).toEqual(['broker-adapter', 'broker-sync'])
  expect(readers('market')).toEqual(['ingestion'])
})

type Reading = { secret: string; key: string; by: string }

/** Every key of every Secret that some object reads, whatever way it does. */
function readingsOf(objects: readonly KubernetesObject[]): Reading[] {
  const readings: Reading[] = []
  for (const { kind, metadata, spec } of objects) {
    const add = (secret: string, key: string) => readings.push({ secret, key, by: metadata.name })
    if (kind === 'TriggerAuthentication') {
      const { secretTargetRef } = spec as { secretTargetRef: { name: string; key: string }[] }
      for (const { name, key } of secretTargetRef) add(name, key)
    }
  }
  for (const { owner, spec } of podsOf(objects)) {
    const by = owner.replace(/^\w+\//, '').replace(/^stonks-migrate-.*/, MIGRATION)
    for (const container of [...(spec.initContainers ?? []), ...spec.containers]) {
      for (const { valueFrom } of container.env ?? []) {
        const read = valueFrom?.secretKeyRef
        if (read) readings.push({ secret: read.name ?? '', key: read.key, by })
      }
      for (const { secretRef } of container.envFrom ?? [])
        if (secretRef) readings.push({ secret: secretRef.name ?? '', key: '*', by })
    }
    for (const { secret } of spec.volumes ?? [])
      if (secret) readings.push({ secret: secret.secretName ?? '', key: '*', by })
  }
  return readings
}

function tableOf(readings: readonly Reading[]): Record<string, Record<string, string[]>> {
  const table: Record<string, Record<string, string[]>> = {}
  for (const { secret, key, by } of readings) {
    const readers = ((table[secret] ??= {})[key] ??= [])
    if (!readers.includes(by)) readers.push(by)
    readers.sort()
  }
  return table
}

const sorted = (table: typeof consumers) =>
  Object.fromEntries(
    Object.entries(table).map(([secret, keys]) => [
      secret,
      Object.fromEntries(Object.entries(keys).map(([key, readers]) => [key, readers.toSorted()])),
    ]),
  )
const secretsOf = (objects: readonly KubernetesObject[]) =>
  objects.filter(({ kind }) => kind === 'Secret')

test_('each workload reads the keys it needs and no others (needs helm)', async () => {
  expect(tableOf(readingsOf(await render({ set: REQUIRED })))).toEqual(sorted(consumers))
})

test_(
  'every stage, service and part of the analytics plane signs in somewhere (needs helm)',
  () => {
    const core = ['core', 'roles'].flatMap((name) =>
      Object.values(consumers[`stonks-${name}-secrets`] ?? {}).flat(),
    )
    for (const name of [...STAGES, ...PUMPS, ...SERVICES, ...ANALYTICS])
      expect(core).toContain(name)
  },
)

test_(
  'each Secret holds the keys that are read of it, and what was given (needs helm)',
  async () => {
    const secrets = secretsOf(await render({ set: REQUIRED }))
    const held = secrets.map(({ metadata, stringData }) => [
      metadata.name,
      Object.keys(stringData as object).toSorted(),
    ])
    const read = Object.fromEntries(
      Object.entries(consumers).map(([name, keys]) => [name, Object.keys(keys).toSorted()]),
    )
    // Of users that no value names, nobody asks the passwords.
    const users = ['API', 'KEDA', 'PACER', 'PUMP', 'SCHEDULER', 'SUPERSET'].map(
      (as) => `REDIS_PASSWORD_${as}`,
    )
    const roles = [...(read['stonks-roles-secrets'] ?? []), ...users].toSorted()
    expect(Object.fromEntries(held)).toEqual({ ...read, 'stonks-roles-secrets': roles })
    const core = secrets.find(({ metadata }) => metadata.name === 'stonks-core-secrets')
    expect(core?.stringData).toMatchObject({ POSTGRES_PASSWORD: 'postgres-secret' })
  },
)

test_('no value of a Secret stands anywhere else (needs helm)', async () => {
  const keys = Object.keys(REQUIRED).filter((key) => key.startsWith('global.secrets.'))
  const values = keys.map((key, i) => [key, `known-${i}-by-its-look-${'x'.repeat(32)}`])
  const set = { ...REQUIRED, ...(Object.fromEntries(values) as Record<string, string>) }
  const objects = await render({ set })
  const told = objects.filter((object) => JSON.stringify(object).includes('-by-its-look'))
  expect(new Set(told.map(({ kind }) => kind))).toEqual(new Set(['Secret']))
})

test_('a Secret that is there is read by its name, and not made (needs helm)', async () => {
  const set = { ...REQUIRED, 'global.secrets.core.existingSecret': 'vault-core' }
  const objects = await render({ set })
  expect(secretsOf(objects).map(({ metadata }) => metadata.name)).not.toContain(
    'stonks-core-secrets',
  )
  const { 'stonks-core-secrets': core, ...rest } = sorted(consumers)
  expect(tableOf(readingsOf(objects))).toEqual({ ...rest, 'vault-core': core })
})

test_('a Secret that nothing reads is not made (needs helm)', async () => {
  const set = { ...REQUIRED, 'superset.enabled': 'false' }
  const names = secretsOf(await render({ set })).map(({ metadata }) => metadata.name)
  expect(names).toHaveLength(6)
  expect(names).not.toContain('stonks-dashboard-secrets')
})

test_(
  'a program comes to Redis as the user that the operator made for it (needs helm)',
  async () => {
    const names = ['pump', 'scheduler', 'api', 'pacer', 'keda', 'superset']
    const set = Object.fromEntries(
      names.flatMap((as) => [
        [`global.redis.users.${as}`, `s-${as}`],
        [`global.secrets.roles.REDIS_PASSWORD_${as.toUpperCase()}`, `${as}-secret`],
      ]),
    )
    const objects = await render({ set: { ...REQUIRED, ...set } })
    const table = tableOf(readingsOf(objects))
    expect(table['stonks-core-secrets']).not.toHaveProperty('REDIS_PASSWORD')
    expect(table['stonks-roles-secrets']).toMatchObject({
      REDIS_PASSWORD_PUMP: PUMPS.toSorted(),
      REDIS_PASSWORD_SCHEDULER: ['scheduler'],
      REDIS_PASSWORD_API: ['query-api', 'stonks-pipeline'],
      REDIS_PASSWORD_PACER: ['ingestion'],
      REDIS_PASSWORD_KEDA: ['stonks-redis'],
      REDIS_PASSWORD_SUPERSET: ['superset'],
    })
    const urls = podsOf(objects).flatMap(({ owner, spec }) =>
      spec.containers.flatMap(({ env = [] }) =>
        env.flatMap(({ name, value }) => (name === 'REDIS_URL' ? [`${owner} ${value}`] : [])),
      ),
    )
    expect(urls.filter((url) => !/ redis:\/\/s-[a-z]+@/.test(url))).toEqual([])
    const scaled = JSON.stringify(objects.filter(({ kind }) => kind === 'ScaledObject'))
    expect(scaled.match(/"username":"s-keda"/g)?.length).toBe(
      scaled.match(/"databaseIndex"/g)?.length,
    )
  },
)

test_('only the migration signs in as the owner of the schema (needs helm)', async () => {
  const owners = async (set: Record<string, string>) =>
    podsOf(await render({ set: { ...REQUIRED, ...set } })).flatMap(({ owner, spec }) =>
      [...(spec.initContainers ?? []), ...spec.containers].some(({ env = [] }) =>
        env.some(({ name, value }) => name === 'DATABASE_URL' && value?.includes('//stonks@')),
      )
        ? [owner.replace(/-[0-9a-f]{8}$/, '')]
        : [],
    )
  expect(await owners({})).toEqual([`Job/${MIGRATION}`])
  expect((await owners({ 'global.postgres.ownRoles': 'false' })).length).toBeGreaterThan(20)
})
