import { execFileSync, spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { expect, test } from 'vitest'
import { podsOf } from './pods.ts'
import { noHelm, render, REQUIRED, type KubernetesObject } from './render.ts'

const test_ = test.skipIf(noHelm)
const noPython = spawnSync('python3', ['--version']).status !== 0

const filesOf = (objects: readonly KubernetesObject[], name: string) =>
  objects.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === name)
    ?.data as Record<string, string>
const deployment = (objects: readonly KubernetesObject[], name: string) => {
  const spec = objects.find(({ kind, metadata }) => kind === 'Deployment' && metadata.name === name)
    ?.spec as { strategy: { type: string } }
  const pod = podsOf(objects).find(({ owner }) => owner === `Deployment/${name}`)
  if (!pod) throw new RangeError(`The chart makes no Deployment ${name}`)
  return { ...spec, ...pod }
}
const propertiesOf = (text: string) =>
  Object.fromEntries(
    text
      .split('\n')
      .filter((line) => line.includes('=') && !line.startsWith('#'))
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  )

test_(
  'the metastore keeps its catalogue on a volume that outlives the release (needs helm)',
  async () => {
    const objects = await render({ set: REQUIRED })
    const site = filesOf(objects, 'hive-metastore-config')['hive-site.xml'] ?? ''
    const said = [...site.matchAll(/<name>(.*?)<\/name>\s*<value>(.*?)<\/value>/g)]
    expect(Object.fromEntries(said.map(([, name, value]) => [name, value]))).toMatchObject({
      'javax.jdo.option.ConnectionURL':
        'jdbc:derby:;databaseName=/opt/hive/data/metastore_db;create=true',
      'hive.metastore.warehouse.dir': 's3a://stonks-lakehouse/warehouse',
      'fs.s3a.endpoint': 'http://minio.minio-service.svc.cluster.local:80',
      'fs.s3a.path.style.access': 'true',
      // Trino names tables' places by s3://, which Hadoop alone does not know.
      'fs.s3.impl': 'org.apache.hadoop.fs.s3a.S3AFileSystem',
      'fs.s3a.connection.ssl.enabled': 'false',
    })
    const { strategy, spec } = deployment(objects, 'hive-metastore')
    expect(strategy).toEqual({ type: 'Recreate' })
    expect(spec.volumes).toContainEqual({
      name: 'data',
      persistentVolumeClaim: { claimName: 'hive-metastore-data' },
    })
    expect(spec.containers[0]?.volumeMounts).toContainEqual({
      name: 'data',
      mountPath: '/opt/hive/data',
    })
    const claim = objects.find(({ metadata }) => metadata.name === 'hive-metastore-data')
    expect(claim).toMatchObject({
      kind: 'PersistentVolumeClaim',
      metadata: { annotations: { 'helm.sh/resource-policy': 'keep' } },
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '5Gi' } } },
    })
  },
)

test_('Trino has the catalogues lakehouse and iceberg on one metastore (needs helm)', async () => {
  const objects = await render({ set: REQUIRED })
  const files = filesOf(objects, 'trino-config')
  const lake = {
    'hive.metastore.uri': 'thrift://hive-metastore:9083',
    'fs.native-s3.enabled': 'true',
    's3.endpoint': 'http://minio.minio-service.svc.cluster.local:80',
    's3.path-style-access': 'true',
  }
  expect(propertiesOf(files['lakehouse.properties'] ?? '')).toMatchObject({
    'connector.name': 'hive',
    'hive.timestamp-precision': 'MICROSECONDS',
    ...lake,
  })
  expect(propertiesOf(files['iceberg.properties'] ?? '')).toMatchObject({
    'connector.name': 'iceberg',
    'iceberg.catalog.type': 'hive_metastore',
    ...lake,
  })
  const { spec } = deployment(objects, 'trino')
  const mounted = spec.volumes?.flatMap(({ configMap }) => configMap?.items ?? [])
  expect(mounted?.map(({ key }) => key).toSorted()).toEqual(Object.keys(files).toSorted())
  expect(mounted?.map(({ path }) => path)).toContain('catalog/lakehouse.properties')
  expect(spec.containers[0]?.readinessProbe?.httpGet?.path).toBe('/v1/info')
})

test_('S3 clients find their keys in their environment, never in a file (needs helm)', async () => {
  const objects = await render({ set: REQUIRED })
  for (const name of ['hive-metastore', 'trino']) {
    const [container] = deployment(objects, name).spec.containers
    expect(container?.env).toEqual(
      expect.arrayContaining([
        {
          name: 'AWS_ACCESS_KEY_ID',
          valueFrom: { secretKeyRef: { name: 'stonks-core-secrets', key: 'MINIO_ACCESS_KEY' } },
        },
      ]),
    )
  }
})

test_('a pod of the plane starts anew for a changed file (needs helm)', async () => {
  const stamps = async (set: Record<string, string>) => {
    const objects = await render({ set: { ...REQUIRED, ...set } })
    return ['hive-metastore', 'trino'].map((name) => {
      const { annotations } = deployment(objects, name)
      return annotations['checksum/hive-site'] ?? annotations['checksum/trino']
    })
  }
  const [hive, trino] = await stamps({})
  const [hiveMoved, trinoMoved] = await stamps({ 'global.objects.region': 'eu-west-1' })
  expect(hive).toMatch(/^[0-9a-f]{64}$/)
  expect(hiveMoved).not.toBe(hive)
  expect(trinoMoved).not.toBe(trino)
})

test.skipIf(noPython)('Superset reads its settings from the environment (needs python3)', () => {
  const script = fileURLToPath(new URL('../../helm/files/superset_config.py', import.meta.url))
  const print =
    'import json, runpy, sys; c = runpy.run_path(sys.argv[1]);' +
    'print(json.dumps({k: v for k, v in c.items() if k.isupper()}))'
  const told = execFileSync('python3', ['-c', print, script], {
    env: {
      PATH: process.env.PATH,
      DATABASE_URL: 'postgres://stonks@db:5432/stonks?sslmode=require',
      REDIS_URL: 'rediss://cache:6380/2',
      REDIS_PASSWORD: 'p@ss',
      REDIS_CA: 'PEM',
      SUPERSET_SECRET_KEY: 'key',
    },
    encoding: 'utf8',
  })
  expect(JSON.parse(told)).toMatchObject({
    SECRET_KEY: 'key',
    SQLALCHEMY_DATABASE_URI: 'sqlite:////app/superset_home/superset.db',
    DATA_CACHE_CONFIG: {
      CACHE_TYPE: 'RedisCache',
      CACHE_REDIS_HOST: 'cache',
      CACHE_REDIS_PORT: 6380,
      CACHE_REDIS_DB: 2,
      CACHE_REDIS_PASSWORD: 'p@ss',
      CACHE_OPTIONS: { ssl: true, ssl_ca_data: 'PEM' },
    },
  })
})

test_(
  'Superset is made ready before it serves: tables, admin, our views, the dashboards of the lake (needs helm)',
  async () => {
    const { spec } = deployment(await render({ set: REQUIRED }), 'superset')
    const script = spec.initContainers?.[0]?.args?.[0] ?? ''
    const steps = script.match(/superset [\w-]+(?: [a-z][\w-]+)?/g)
    expect(steps).toEqual([
      'superset db upgrade',
      'superset fab create-admin',
      'superset fab reset-password',
      'superset init',
      'superset set-database-uri',
    ])
    expect(script).toContain('python /app/stonks/load.py /app/stonks/bundle')
    // Its own tables are on its volume: in our database it only reads, as a role that may no more.
    expect(spec.containers[0]?.volumeMounts).toContainEqual({
      name: 'data',
      mountPath: '/app/superset_home',
    })
    const url = spec.containers[0]?.env?.find(({ name }) => name === 'DATABASE_URL')?.value ?? ''
    expect(url).toMatch(/^postgres:\/\/stonks_views@/)
    const address = /--uri "(.*DATABASE_URL.*)"/.exec(script)?.[1] ?? ''
    const said = execFileSync('sh', ['-c', `echo "${address}"`], { env: { DATABASE_URL: url } })
    expect(said.toString().trim()).toBe(url.replace(/^postgres/, 'postgresql+psycopg2'))
  },
)

test_(
  'Trino is told of the lake again and again, by a Job that may read it (needs helm)',
  async () => {
    const job = (objects: readonly KubernetesObject[]) =>
      podsOf(objects).find(({ owner }) => owner === 'CronJob/lake-sync')?.spec.containers[0]
    const sync = job(await render({ set: REQUIRED }))
    expect(sync?.args).toEqual(['stonks.mjs', 'lake', 'sync'])
    expect(sync?.env).toContainEqual({ name: 'TRINO_URL', value: 'http://trino:8080' })
    expect(sync?.env?.find(({ name }) => name === 'DATABASE_URL')?.value).toMatch(
      /^postgres:\/\/stonks_lake@/,
    )
    const without = { ...REQUIRED, 'trino.enabled': 'false', 'superset.enabled': 'false' }
    expect(job(await render({ set: without }))).toBeUndefined()
  },
)

test_.each([
  [{}, undefined],
  [{ 'global.postgres.sslMode': 'verify-full' }, 'system'],
  [
    { 'global.postgres.sslMode': 'verify-full', 'global.config.POSTGRES_CA': 'PEM' },
    '/authority/postgres.pem',
  ],
])('Superset trusts the authority that the services trust: %o (needs helm)', async (set, file) => {
  const { spec } = deployment(await render({ set: { ...REQUIRED, ...set } }), 'superset')
  const [container] = spec.containers
  expect(container?.env?.find(({ name }) => name === 'PGSSLROOTCERT')?.value).toBe(file)
  const mounts = container?.volumeMounts?.map(({ mountPath }) => mountPath)
  expect(mounts?.includes('/authority')).toBe(file?.startsWith('/authority') ?? false)
})
