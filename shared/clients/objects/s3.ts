/** The object store behind S3: MinIO or anything that speaks as it does. */

import type { Client } from 'minio'
import { checkName, ObjectMissing } from './name.ts'
import type { Objects } from './store.ts'

export type S3Options = { endpoint: string; accessKey: string; secretKey: string; region: string }

/**
 * A store at an endpoint such as `http://minio:9000`. The client is loaded when first used, so that
 * a function that runs on the folder does not pay for it.
 *
 * @throws RangeError when the endpoint is no http or https URL.
 */
export function openS3(options: S3Options): Objects {
  const url = readEndpoint(options.endpoint)
  let opened: Promise<Client> | undefined
  const client = () => (opened ??= connect(url, options))
  const ensure = bucketMaker(client, options.region)
  return {
    async put(bucket, key, bytes, mediaType) {
      checkName(bucket, key)
      await ensure(bucket)
      const body = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
      await (
        await client()
      ).putObject(bucket, key, body, body.length, { 'content-type': mediaType })
    },
    async get(bucket, key) {
      checkName(bucket, key)
      try {
        const body = await (await client()).getObject(bucket, key)
        return Buffer.concat((await body.toArray()) as Buffer[])
      } catch (cause) {
        throw isAbsent(cause) ? new ObjectMissing(bucket, key, { cause }) : cause
      }
    },
    async has(bucket, key) {
      checkName(bucket, key)
      try {
        await (await client()).statObject(bucket, key)
        return true
      } catch (fault) {
        if (isAbsent(fault)) return false
        throw fault
      }
    },
    async remove(bucket, key) {
      checkName(bucket, key)
      try {
        await (await client()).removeObject(bucket, key)
      } catch (fault) {
        if (!isAbsent(fault)) throw fault
      }
    },
    async list(bucket, prefix) {
      checkName(bucket, `${prefix}x`)
      return listAll(await client(), bucket, prefix)
    },
  }
}

async function listAll(s3: Client, bucket: string, prefix: string): Promise<string[]> {
  try {
    const found = (await s3.listObjectsV2(bucket, prefix, true).toArray()) as { name?: string }[]
    return found.flatMap(({ name }) => (name === undefined ? [] : [name]))
  } catch (fault) {
    if (isAbsent(fault)) return []
    throw fault
  }
}

/** Makes a bucket the first time it is asked for. */
function bucketMaker(
  client: () => Promise<Client>,
  region: string,
): (bucket: string) => Promise<void> {
  const buckets = new Map<string, Promise<void>>()
  return (bucket) => {
    const known = buckets.get(bucket)
    if (known) return known
    const made = client().then((s3) => makeBucket(s3, bucket, region))
    buckets.set(bucket, made)
    // A failure is not remembered: the next put asks again.
    made.catch(() => buckets.delete(bucket))
    return made
  }
}

async function connect(url: URL, { accessKey, secretKey, region }: S3Options): Promise<Client> {
  const { Client: S3 } = await import('minio')
  const useSSL = url.protocol === 'https:'
  const port = url.port ? Number(url.port) : useSSL ? 443 : 80
  return new S3({ endPoint: url.hostname, port, useSSL, accessKey, secretKey, region })
}

/** Two may make it at once; the slower one finds it made. */
async function makeBucket(client: Client, bucket: string, region: string): Promise<void> {
  if (await client.bucketExists(bucket)) return
  await client.makeBucket(bucket, region).catch((fault: unknown) => {
    if (codeOf(fault) !== 'BucketAlreadyOwnedByYou' && codeOf(fault) !== 'BucketAlreadyExists')
      throw fault
  })
}

function readEndpoint(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url && (url.protocol === 'http:' || url.protocol === 'https:')) return url
  throw new RangeError(
    `Read S3_ENDPOINT: expected a URL such as https://minio:9000, found something else`,
  )
}

function isAbsent(fault: unknown): boolean {
  return ['NoSuchKey', 'NoSuchBucket', 'NotFound'].includes(codeOf(fault))
}

function codeOf(fault: unknown): string {
  return fault instanceof Error && 'code' in fault ? String(fault.code) : ''
}
