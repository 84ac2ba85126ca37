/** One installation of the product in the cluster, with its servers, and hands on all of it. */

import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { openS3 } from '#shared/clients/objects/s3.ts'
import type { Objects } from '#shared/clients/objects/store.ts'
import { adoptEnv } from '#shared/host/env.ts'
import { openPostgres, type Sql } from '#shared/sql/open.ts'
import { chart } from '../helm/render.ts'
import type { BuiltImage } from '../../images/build.ts'
import { helm, kubectl, until } from './kubectl.ts'
import type { Place } from './place.ts'
import { reach, type Way } from './reach.ts'
import { untilReady } from './ready.ts'
import { SECRETS, SERVERS, startServers } from './servers.ts'
import { proofValues, type Mode } from './values.ts'
import { followPods, workLeft, type Pods } from './watch.ts'

const NAMESPACE = 'stonks-proof'
const RELEASE = 'stonks'
/** Business time: a Monday of which the week before brings an order soon after the opening. */
const CLOCK = { from: '2019-05-01', at: '2019-05-13T13:00:00Z', speed: 20 }
const WAIT = ['--namespace', NAMESPACE, '--wait', '--timeout', '5m']

export type Bed = {
  namespace: string
  place: Place
  mode: Mode
  sql: Sql
  redis: Redis
  objects: Objects
  pods: Pods
  world: string
  /** Installs or upgrades with these `--set` pairs over the proof's values, and waits for helm. */
  upgrade(set?: Record<string, string>): Promise<void>
  /** Back to the revision before. */
  rollback(): Promise<void>
  /** kubectl in the release's namespace. */
  kubectl(...args: string[]): Promise<string>
  /** Resolves with the seconds until no pump and no function is left and nothing waits. */
  untilAtRest(seconds: number): Promise<number>
  /** Resolves when every stage's Knative Service is Ready with its newest template. */
  untilReady(seconds: number): Promise<void>
  close(): Promise<void>
}

/** Starts servers and installs the chart in `mode`, in a namespace that enforces `restricted`. */
export async function openBed(
  place: Place,
  mode: Mode,
  images: readonly BuiltImage[],
): Promise<Bed> {
  await kubectl(place, ['delete', 'namespace', NAMESPACE, '--ignore-not-found', '--wait=true'])
  if (place.kit) await prepareKnative(place, mode)
  const clock = `scaled:${Date.now()}:${Date.parse(CLOCK.at)}:${CLOCK.speed}`
  await startServers(place, clock, CLOCK.from)
  await kubectl(place, ['create', 'namespace', NAMESPACE])
  const profile = 'pod-security.kubernetes.io/enforce=restricted'
  await kubectl(place, ['label', 'namespace', NAMESPACE, profile])
  const ways = {
    postgres: await reach(place, SERVERS, 'postgres'),
    redis: await reach(place, SERVERS, 'redis'),
    minio: await reach(place, SERVERS, 'minio'),
    world: await reach(place, SERVERS, 'world'),
  }
  const connected = connect(ways)
  const gateway = place.kit
    ? { namespace: 'kit-system', port: 8080 }
    : { namespace: 'kourier-system', port: 8081 }
  const file = join(mkdtempSync(join(tmpdir(), 'stonks-proof-')), 'values.json')
  writeFileSync(file, JSON.stringify(proofValues({ mode, images, clock, gateway })))
  const pods = await followPods(place, NAMESPACE)
  const inNamespace = (...args: string[]) => kubectl(place, ['-n', NAMESPACE, ...args])
  return {
    place,
    namespace: NAMESPACE,
    mode,
    ...connected,
    pods,
    world: `http://${ways.world.host}:${ways.world.port}`,
    async upgrade(set = {}) {
      const pairs = Object.entries(set).flatMap(([key, value]) => ['--set', `${key}=${value}`])
      const what = ['upgrade', '--install', RELEASE, await chart(), '--values', file, ...pairs]
      await helm(place, [...what, ...WAIT])
    },
    async rollback() {
      await helm(place, ['rollback', RELEASE, '0', ...WAIT])
    },
    kubectl: inNamespace,
    async untilAtRest(seconds) {
      const began = performance.now()
      const left = async () => pods.total() === 0 && (await workLeft(connected.redis)) === 0
      await until('rest: no pump, no function, no work', seconds, left, async () => ({
        pods: pods.all(),
        work: await workLeft(connected.redis),
      }))
      return (performance.now() - began) / 1_000
    },
    untilReady: (seconds) => untilReady((...args) => inNamespace('get', ...args), seconds),
    async close() {
      await pods.close()
      await connected.sql.end({ timeout: 1 })
      connected.redis.disconnect()
      for (const way of Object.values(ways)) way.close()
    },
  }
}

/** The kit's Knative as docs/install.md asks for; a cluster of one's own is left as it is. */
async function prepareKnative(place: Place, mode: Mode): Promise<void> {
  const patch = (name: string, data: Record<string, string>) => {
    const what = ['patch', 'configmap', name, '-n', 'knative-serving', '--type', 'merge']
    return kubectl(place, [...what, '-p', JSON.stringify({ data })])
  }
  // Two cores hold two revisions of everything only if what stands beside each function is small.
  await patch('config-deployment', { 'queue-sidecar-cpu-request': '5m' })
  if (mode === 'keda') {
    await patch('config-gc', {
      'min-non-active-revisions': '0',
      'max-non-active-revisions': '0',
      'retain-since-create-time': 'disabled',
      'retain-since-last-active-time': 'disabled',
    })
  }
}

function connect(ways: Record<'postgres' | 'redis' | 'minio', Way>) {
  const { POSTGRES_PASSWORD, REDIS_PASSWORD, MINIO_ACCESS_KEY, MINIO_SECRET_KEY } = SECRETS
  const { postgres, redis, minio } = ways
  // The servers of the proof have no certificates.
  adoptEnv({ PLAINTEXT_HOSTS: postgres.host })
  const password = encodeURIComponent(POSTGRES_PASSWORD)
  const client = new Redis({
    host: redis.host,
    port: redis.port,
    password: REDIS_PASSWORD,
    maxRetriesPerRequest: 3,
  })
  client.on('error', () => undefined)
  return {
    sql: openPostgres(
      `postgres://stonks:${password}@${postgres.host}:${postgres.port}/postgres`,
      4,
    ),
    redis: client,
    objects: openS3({
      endpoint: `http://${minio.host}:${minio.port}`,
      accessKey: MINIO_ACCESS_KEY,
      secretKey: MINIO_SECRET_KEY,
      region: 'us-east-1',
    }),
  }
}
