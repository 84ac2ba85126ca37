/** The lake's files as files of this machine, where an engine can read them. */

import { mkdir, readdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { randomUUID } from 'node:crypto'
import { dirname, join, resolve } from 'node:path'
import { getWhole } from '../objects/whole.ts'
import type { Objects } from '../objects/store.ts'
import type { PlacedFile } from './duckdb-views.ts'
import { QueryFault, type HeldFile } from './engine.ts'
import { LAKE_BUCKET } from './names.ts'

/** The files, and how to say that they are no longer read. */
type Placed = { files: PlacedFile[]; release: () => void }
export type LakePlace = (files: readonly HeldFile[], signal: AbortSignal) => Promise<Placed>

/** Where the store is a folder its files are read where they stand. */
export function placeInFolder(folder: string): LakePlace {
  const root = join(resolve(folder), LAKE_BUCKET)
  return (files) =>
    Promise.resolve({
      files: files.map((file) => ({ ...file, path: join(root, ...file.key.split('/')) })),
      release: () => undefined,
    })
}

/**
 * From a store that is elsewhere each file is fetched once: what stands under a key never changes. What was asked
 * least lately goes first, once there is more than `bytesMax`.
 */
export function placeInCache(objects: Objects, folder: string, bytesMax: number): LakePlace {
  const root = resolve(folder)
  const coming = new Map<string, Promise<void>>()
  const read = new Map<string, number>()
  const count = (paths: readonly string[], by: number) => {
    for (const path of paths) read.set(path, (read.get(path) ?? 0) + by)
  }
  return async (files, signal) => {
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0)
    if (bytes > bytesMax)
      throw new QueryFault(
        'result_limit',
        `The tables it names hold ${mb(bytes)} MB: this machine keeps ${mb(bytesMax)} MB of the lake. Ask Trino`,
      )
    const placed = files.map((file) => ({ ...file, path: join(root, ...file.key.split('/')) }))
    const paths = placed.map(({ path }) => path)
    count(paths, 1)
    try {
      for (const file of placed) {
        signal.throwIfAborted()
        let one = coming.get(file.path)
        if (!one) {
          one = fetchOnce(objects, file).finally(() => coming.delete(file.path))
          coming.set(file.path, one)
        }
        await orEnded(one, signal)
      }
      await tidy(root, bytesMax, (path) => (read.get(path) ?? 0) > 0)
    } catch (fault) {
      count(paths, -1)
      throw fault
    }
    return { files: placed, release: () => count(paths, -1) }
  }
}

/** What comes is awaited by others too; whoever is ended leaves it to them. */
async function orEnded(coming: Promise<void>, signal: AbortSignal): Promise<void> {
  const { promise, reject } = Promise.withResolvers<void>()
  const leave = () => reject(signal.reason as Error)
  signal.addEventListener('abort', leave)
  try {
    await Promise.race([coming, promise])
  } finally {
    signal.removeEventListener('abort', leave)
  }
}

const mb = (bytes: number) => Math.ceil(bytes / 1024 ** 2)

async function fetchOnce(objects: Objects, { key, path, sha256 }: PlacedFile): Promise<void> {
  const now = new Date()
  const isThere = await utimes(path, now, now).then(
    () => true,
    () => false,
  )
  if (isThere) return
  const bytes = await getWhole(objects, { bucket: LAKE_BUCKET, key, sha256 })
  await mkdir(dirname(path), { recursive: true })
  const making = `${path}.${randomUUID()}`
  await writeFile(making, bytes)
  await rename(making, path)
}

async function tidy(
  root: string,
  bytesMax: number,
  isRead: (path: string) => boolean,
): Promise<void> {
  const entries = await readdir(root, { withFileTypes: true, recursive: true }).catch(() => [])
  const paths = entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
  const found = await Promise.all(paths.map(async (path) => ({ path, ...(await sizeOf(path)) })))
  let bytes = found.reduce((sum, { size }) => sum + size, 0)
  for (const { path, size } of found.toSorted((a, b) => a.usedAt - b.usedAt)) {
    if (bytes <= bytesMax) return
    if (isRead(path)) continue
    await rm(path, { force: true })
    bytes -= size
  }
}

async function sizeOf(path: string): Promise<{ size: number; usedAt: number }> {
  try {
    const { size, mtimeMs } = await stat(path)
    return { size, usedAt: mtimeMs }
  } catch {
    return { size: 0, usedAt: 0 }
  }
}
