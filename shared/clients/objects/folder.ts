/** The object store as a folder: one subfolder a bucket, one file an object. */

import { randomUUID } from 'node:crypto'
import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { BucketMissing, checkName, ObjectMissing } from './name.ts'
import type { Objects } from './store.ts'

/** Files in the making; a dot keeps it from being a bucket. */
const MAKING = '.making'

/**
 * The store in `folder`, made when first written to. The media type is not kept: every bucket's
 * keys end in one that tells it. Without `flush` what was stored last may be lost with the power.
 */
export function openFolder(folder: string, { flush } = { flush: true }): Objects {
  const root = resolve(folder)
  const made = new Set<string>()
  const place = (bucket: string, key: string) => {
    checkName(bucket, key)
    return join(root, bucket, ...key.split('/'))
  }
  return {
    async put(bucket, key, bytes) {
      const path = place(bucket, key)
      const making = join(root, MAKING, randomUUID())
      try {
        await make(join(root, MAKING), made)
        await writeFile(making, bytes, { flush })
        await make(dirname(path), made)
        await rename(making, path)
      } catch (cause) {
        // A folder that went away under us is made again next time.
        made.clear()
        await rm(making, { force: true })
        throw new Error(`Store ${bucket}/${key} in ${root}`, { cause })
      }
    },
    async get(bucket, key) {
      const path = place(bucket, key)
      return readFile(path).catch(notRead(join(root, bucket), bucket, key))
    },
    async has(bucket, key) {
      return isFile(place(bucket, key))
    },
    async remove(bucket, key) {
      await rm(place(bucket, key), { force: true })
    },
    async list(bucket, prefix) {
      checkName(bucket, `${prefix}x`)
      // Only the folder the prefix names is walked, not the whole bucket.
      const below = prefix.slice(0, prefix.lastIndexOf('/') + 1)
      const files = await filesIn(join(root, bucket, below))
      return files
        .map((file) => below + file)
        .filter((key) => key.startsWith(prefix))
        .sort(byCodePoint)
    },
  }
}

function notRead(home: string, bucket: string, key: string) {
  return async (cause: unknown): Promise<never> => {
    if (!isAbsent(cause)) throw cause
    const isThere = await stat(home).catch(() => undefined)
    throw new (isThere ? ObjectMissing : BucketMissing)(bucket, key, { cause })
  }
}

async function isFile(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isFile()
  } catch (fault) {
    if (isAbsent(fault)) return false
    throw fault
  }
}

/** Asks the file system only for folders not made before. */
async function make(path: string, made: Set<string>): Promise<void> {
  if (made.has(path)) return
  await mkdir(path, { recursive: true })
  made.add(path)
}

async function filesIn(folder: string): Promise<string[]> {
  const entries = await readdir(folder, { withFileTypes: true, recursive: true }).catch(
    (fault: unknown) => {
      if (isAbsent(fault)) return []
      throw fault
    },
  )
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(folder, 'x').length - 1))
}

function isAbsent(fault: unknown): boolean {
  const code = fault instanceof Error && 'code' in fault ? fault.code : undefined
  return code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR'
}

/** S3 lists keys in the order of their UTF-8 bytes. */
function byCodePoint(a: string, b: string): number {
  return Buffer.compare(Buffer.from(a), Buffer.from(b))
}
