/** Where real money is traded, what stands open or goes over a plain wire is refused by its name. */

import { describe, expect, test } from 'vitest'
import { refusalOf, type ClusterParts } from './answering-cluster.ts'
import { openDoorsIn } from './open-doors.ts'
import { podsOf } from './pods.ts'
import { LIVE, noHelm, render, REQUIRED, type KubernetesObject } from './render.ts'

const FILE = ['values-live.yaml']
const live = (set: Record<string, string> = {}) =>
  render({ values: FILE, set: { ...REQUIRED, ...set } })

/** A change to a good installation, what helm must say, and the way out. */
type Case = [set: Record<string, string>, says: RegExp, way: Record<string, string>]

const cases: Record<string, Case> = {
  'query-api has a host of its own': [
    { 'ingress.hosts.query-api': 'api' },
    /ingress\.hosts\.query-api: expected none in live.*found api/,
    { 'ingress.hosts.query-api': '' },
  ],
  'Superset has a host, be it behind a sign-in': [
    {
      'ingress.hosts.superset': 'charts',
      'ingress.signIn.nginx\\.ingress\\.kubernetes\\.io/auth-url': 'https://sign-in.example.com',
    },
    /ingress\.hosts\.superset: expected none in live.*port-forward service\/superset/,
    { 'ingress.hosts.superset': '' },
  ],
  'nobody can sign in: the page has no address': [
    { 'ingress.enabled': 'false' },
    /dashboard\.publicUrl: expected https:\/\/ in live.*found http:\/\/localhost:8080/,
    { 'dashboard.publicUrl': 'https://stonks.example.com' },
  ],
  'the page is asked for without TLS': [
    { 'dashboard.publicUrl': 'http://stonks.example.com' },
    /dashboard\.publicUrl: expected https:\/\/ in live/,
    { 'dashboard.publicUrl': 'https://stonks.example.com' },
  ],
  'one of two addresses of the page is plain': [
    { 'dashboard.publicUrl': 'https://a.example.com\\,http://b.a.example.com' },
    /dashboard\.publicUrl: expected https.*found http:\/\/b\.a\.example\.com/,
    { 'dashboard.publicUrl': 'https://a.example.com' },
  ],
  'no network policies': [
    { 'networkPolicy.enabled': 'false' },
    /networkPolicy\.enabled: expected true in live/,
    { 'networkPolicy.enabled': 'true' },
  ],
  'PostgreSQL over a plain wire': [
    { 'global.postgres.sslMode': 'disable' },
    /global\.postgres\.sslMode: expected verify-full in live, found disable/,
    { 'global.postgres.sslMode': 'verify-full' },
  ],
  'PostgreSQL, whoever it is': [
    { 'global.postgres.sslMode': 'require' },
    /global\.postgres\.sslMode: expected verify-full in live, found require/,
    { 'global.postgres.sslMode': 'verify-full' },
  ],
  'Redis over a plain wire': [
    { 'global.redis.tls': 'false' },
    /global\.redis\.tls: expected true in live/,
    { 'global.redis.tls': 'true' },
  ],
  'objects over a plain wire': [
    { 'global.objects.endpoint': 'http://minio:9000' },
    /global\.objects\.endpoint: expected https:\/\/ in live, found http:\/\/minio:9000/,
    { 'global.objects.endpoint': 'https://minio:9000' },
  ],
  'Ollama over a plain wire': [
    { 'global.ollama.baseUrl': 'http://ollama:11434' },
    /global\.ollama\.baseUrl: expected https:\/\/ in live, found http:\/\/ollama:11434/,
    { 'global.ollama.baseUrl': '' },
  ],
  'everybody signs in as the owner': [
    { 'global.postgres.ownRoles': 'false' },
    /global\.postgres\.ownRoles: expected true in live/,
    { 'global.postgres.ownRoles': 'true' },
  ],
  'a role has the owner’s password': [
    { 'global.secrets.roles.POSTGRES_PASSWORD_API': 'postgres-secret' },
    /roles\.POSTGRES_PASSWORD_API: expected a password of its own.*core\.POSTGRES_PASSWORD/,
    { 'global.secrets.roles.POSTGRES_PASSWORD_API': 'another' },
  ],
  'two roles share a password': [
    { 'global.secrets.roles.POSTGRES_PASSWORD_TRADING': 'functions-secret' },
    /roles\.POSTGRES_PASSWORD_TRADING: expected a password of its own/,
    { 'global.secrets.roles.POSTGRES_PASSWORD_TRADING': 'another' },
  ],
  'nothing to sign requests with': [
    {
      'global.secrets.core.existingSecret': '',
      'global.secrets.core.SERVICE_SECRET': '',
    },
    /global\.secrets\.core\.SERVICE_SECRET: expected a value/,
    { 'global.secrets.core.existingSecret': 'stonks-live-core' },
  ],
  'nothing to sign sign-ins with': [
    {
      'global.secrets.access.existingSecret': '',
      'global.secrets.access.SESSION_SECRET': '',
    },
    /global\.secrets\.access\.SESSION_SECRET: expected a value/,
    { 'global.secrets.access.existingSecret': 'stonks-live-access' },
  ],
  ...Object.fromEntries(
    ['functions', 'services', 'dashboard', 'superset'].map((image): [string, Case] => [
      `the image ${image} by a tag`,
      [
        { [`global.images.${image}.digest`]: '' },
        new RegExp(`global\\.images\\.${image}\\.digest: expected a digest`),
        { [`global.images.${image}.digest`]: LIVE[`global.images.${image}.digest`]! },
      ],
    ]),
  ),
  'Trino by a tag': [
    { 'trino.image': 'trinodb/trino:476' },
    /trino\.image: expected a digest/,
    { 'trino.enabled': 'false', 'superset.enabled': 'false' },
  ],
  'the metastore by a tag': [
    { 'hiveMetastore.image': 'apache/hive:4.0.0' },
    /hiveMetastore\.image: expected a digest/,
    { 'hiveMetastore.image': LIVE['hiveMetastore.image']! },
  ],
}

describe.skipIf(noHelm)('live (needs helm)', () => {
  test.each(Object.entries(cases))('is refused where %s', async (_, [set, says, way]) => {
    await expect(live(set)).rejects.toThrow(says)
    expect(await live({ ...set, ...way })).not.toEqual([])
  })

  test('runs what was looked at, behind one door', async () => {
    const objects = await live()
    expect(openDoorsIn(objects)).toEqual([])
    const images = podsOf(objects).flatMap(({ spec }) =>
      [...(spec.initContainers ?? []), ...spec.containers].map(({ image = '' }) => image),
    )
    expect(images.filter((image) => !/@sha256:[0-9a-f]{64}$/.test(image))).toEqual([])
  })

  test('is held to no more than another environment where it is none', async () => {
    for (const [set] of Object.values(cases).filter(([change]) => 'global.redis.tls' in change))
      expect(await render({ set: { ...REQUIRED, ...set } })).not.toEqual([])
  })

  test('trusts an authority of one’s own wherever our programs run', async () => {
    const objects = await live({ 'global.trustedAuthorities': '-----BEGIN CERTIFICATE-----x' })
    const own = podsOf(objects).filter(({ spec }) =>
      spec.containers.some(({ image }) => /\/(functions|services)@/.test(image ?? '')),
    )
    expect(own.length).toBeGreaterThan(15)
    for (const { owner, spec } of own) {
      const [container] = spec.containers
      const file = container?.env?.find(({ name }) => name === 'NODE_EXTRA_CA_CERTS')?.value
      expect(file, owner).toBe('/authorities/trusted.pem')
      expect(container?.volumeMounts?.map(({ mountPath }) => mountPath)).toContain('/authorities')
    }
  })
})

const secret = (name: string, data: Record<string, string>): KubernetesObject => ({
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name, namespace: 'stonks-oracle' },
  data: Object.fromEntries(
    Object.entries(data).map(([key, value]) => [key, Buffer.from(value).toString('base64')]),
  ),
})

describe.skipIf(noHelm)('Secrets that are there (need helm)', () => {
  const core = {
    POSTGRES_PASSWORD: 'owner',
    MINIO_ACCESS_KEY: 'a',
    MINIO_SECRET_KEY: 'b',
    REDIS_PASSWORD: 'c',
    SERVICE_SECRET: 'x'.repeat(32),
    METRICS_TOKEN: '',
  }
  const cluster = (coreData: Record<string, string>): ClusterParts => ({
    objects: [
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'kube-system' } },
      secret('vault-core', coreData),
    ],
    kinds: {
      'serving.knative.dev/v1': { Service: 'services' },
      'keda.sh/v1alpha1': { ScaledObject: 'scaledobjects' },
    },
  })
  const named = {
    'global.autoscaler': 'kpa',
    'global.secrets.core.existingSecret': 'vault-core',
  }
  const traded = {
    ...named,
    ...LIVE,
    'global.deployStage': 'live',
    'global.config.BROKER_MODE': 'live',
    'global.secrets.broker.BROKER_BASE_URL': 'https://api.alpaca.markets',
    'global.postgres.sslMode': 'verify-full',
    'global.redis.tls': 'true',
    'global.objects.endpoint': 'https://minio',
    'global.ollama.baseUrl': '',
  }

  test('are refused where the secret of the run keeps nobody out', async () => {
    expect(await refusalOf(cluster({ ...core, SERVICE_SECRET: 'short' }), named)).toMatch(
      /SERVICE_SECRET of Secret vault-core: expected 32 characters or more, found 5/,
    )
    expect(await refusalOf(cluster({ ...core, METRICS_TOKEN: 'short' }), named)).toMatch(
      /METRICS_TOKEN of Secret vault-core: expected 32 characters or more, found 5/,
    )
    expect(await refusalOf(cluster(core), named)).toBe('')
  })

  test('are refused in live where the owner’s password is a role’s too', async () => {
    const both = cluster(core)
    const roles = Object.fromEntries(
      ['FUNCTIONS', 'TRADING', 'API', 'ORCHESTRATION', 'LAKE', 'VIEWS'].map((role) => [
        `POSTGRES_PASSWORD_${role}`,
        role === 'LAKE' ? 'owner' : role,
      ]),
    )
    const users = ['PUMP', 'SCHEDULER', 'API', 'PACER', 'KEDA', 'SUPERSET'].map((as) => [
      `REDIS_PASSWORD_${as}`,
      '',
    ])
    const all = { ...roles, ...(Object.fromEntries(users) as Record<string, string>) }
    const parts = { ...both, objects: [...both.objects, secret('vault-roles', all)] }
    const set = { ...traded, 'global.secrets.roles.existingSecret': 'vault-roles' }
    expect(await refusalOf(parts, set)).toMatch(
      /POSTGRES_PASSWORD_LAKE of Secret vault-roles: expected a password of its own in live/,
    )
  })
})
