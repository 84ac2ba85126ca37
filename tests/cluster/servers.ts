/** PostgreSQL, Redis, MinIO and the replay world in the cluster: what an installation finds there. */

import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { apply, kubectl, until } from './kubectl.ts'
import type { Place } from './place.ts'
import { imageOf } from './server-images.ts'
import { beside } from '../helpers/beside.ts'

export const SERVERS = 'stonks-servers'
/** Real news and prices of the same days. */
const { path: REPLAY, why: noReplay } = beside('data/replay')
const READY_SECONDS = 120
/** By which the test itself asks the world: an address is forwarded, and the world knows its own alone. */
export const WORLD_NAME = 'world'

/** Passwords that would break a URL they were pasted into. */
export const SECRETS = {
  POSTGRES_PASSWORD: 'p@ss:w/rd?100%#',
  REDIS_PASSWORD: 're$dis @:/%&',
  MINIO_ACCESS_KEY: 'stonks-proof',
  MINIO_SECRET_KEY: 'stonks-proof-secret',
  SERVICE_SECRET: 'what the programs of the proof sign with',
}

/** Each of its own, and as hard on a URL. */
export const ROLE_SECRETS = Object.fromEntries(
  ['FUNCTIONS', 'TRADING', 'API', 'ORCHESTRATION', 'LAKE', 'VIEWS'].map((role) => [
    `POSTGRES_PASSWORD_${role}`,
    `${role.toLowerCase()}@:/?%#`,
  ]),
)

/** Address of a server as pods know it. */
export function hostOf(server: 'postgres' | 'redis' | 'minio' | 'world'): string {
  return `${server}.${SERVERS}.svc.cluster.local`
}

/** Whether the world replays real days; a node that is not this machine has no folder of them. */
export function replaysRealDays(place: Place): boolean {
  return place.kit !== undefined && !noReplay
}

/** Makes the servers anew, empty, with the world at `clock`; resolves when all are ready. */
export async function startServers(place: Place, clock: string, from: string): Promise<void> {
  await kubectl(place, ['delete', 'namespace', SERVERS, '--ignore-not-found', '--wait=true'])
  const real = replaysRealDays(place)
  const world = [
    'node',
    '--no-warnings',
    '/app/world.mjs',
    '--port',
    '8080',
    '--from',
    from,
    '--cash',
    '100000',
    '--journal',
    '/journal/alpaca.jsonl',
  ]
  const filled: Record<string, unknown> = {
    ...SECRETS,
    NAMESPACE: SERVERS,
    BUSINESS_CLOCK: clock,
    POSTGRES_IMAGE: imageOf(place, 'postgres'),
    REDIS_IMAGE: imageOf(place, 'redis'),
    MINIO_IMAGE: imageOf(place, 'minio'),
    WORLD_IMAGE: imageOf(place, 'world'),
    WORLD_HOSTS: [hostOf('world'), WORLD_NAME].join(','),
    WORLD_COMMAND: [...world, ...(real ? ['--data', '/data'] : [])],
    WORLD_VOLUME: { name: 'data', ...(real ? { hostPath: { path: REPLAY } } : { emptyDir: {} }) },
  }
  const manifest = readFileSync(join(import.meta.dirname, 'servers.yaml'), 'utf8')
  await apply(
    place,
    manifest.replaceAll(/'\{\{(\w+)\}\}'/g, (_, name: string) => {
      const value = filled[name]
      if (value === undefined) throw new Error(`Fill in servers.yaml: nothing says {{${name}}}`)
      return JSON.stringify(value)
    }),
  )
  await until('PostgreSQL, Redis, MinIO and the world', READY_SECONDS, async () => {
    const text = await kubectl(place, [
      'get',
      'deploy',
      '-n',
      SERVERS,
      '-o',
      'jsonpath={.items[*].status.readyReplicas}',
    ])
    return text.trim() === '1 1 1 1'
  })
}
