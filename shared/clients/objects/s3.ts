/** The object store behind S3: MinIO or anything that speaks as it does. */

import type { Client } from 'minio'
import { transportInTime, wasLost } from './in-time.ts'
import { BucketMissing, checkName, ObjectMissing } from './name.ts'
import type { Objects } from './store.ts'

export type S3Options = { endpoint: string; accessKey: string; secretKey: string; region: string }

/** Below what one question to the lake may take, so that it is told what is away; a store that is busy answers in it. */
const SILENT_MS = 20_000

/**
 * A store at an endpoint such as `http://minio:9000`. The client is loaded when first used, so that
 * a function that runs on the folder does not pay for it. Where the store is silent for `silentMs`, or fails
 * otherwise, what is thrown names it.
 *
 * @throws RangeError when the endpoint is no http or https URL.
 */
export function openS3(options: S3Options, silentMs = SILENT_MS): Objects {
  const url = readEndpoint(options.endpoint)
  let opened: Promise<Client> | undefined
  const client = () => (opened ??= connect(url, options, silentMs))
  const ensure = bucketMaker(client, options.region)
  const ask = openAsk(client, url.host)
  return {
    async put(bucket, key, bytes, mediaType) {
      checkName(bucket, key)
      const body = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
      await ask(`Store ${bucket}/${key}`, async (s3) => {
        await ensure.made(bucket)
        await s3.putObject(bucket, key, body, body.length, { 'content-type': mediaType })
      }).catch((fault: unknown) => {
        ensure.forget(bucket)
        throw fault
      })
    },
    async get(bucket, key) {
      checkName(bucket, key)
      return ask(`Read ${bucket}/${key}`, async (s3) => {
        const body = await s3.getObject(bucket, key)
        return Buffer.concat((await body.toArray()) as Buffer[])
      }).catch(notRead(bucket, key))
    },
    async has(bucket, key) {
      checkName(bucket, key)
      return ask(`Look for ${bucket}/${key}`, (s3) => s3.statObject(bucket, key)).then(
        () => true,
        elseIfAbsent(false),
      )
    },
    async remove(bucket, key) {
      checkName(bucket, key)
      await ask(`Remove ${bucket}/${key}`, (s3) => s3.removeObject(bucket, key)).catch(
        elseIfAbsent(undefined),
      )
    },
    async list(bucket, prefix) {
      checkName(bucket, `${prefix}x`)
      return ask(`List ${bucket}/${prefix}`, (s3) => listAll(s3, bucket, prefix)).catch(
        elseIfAbsent<string[]>([]),
      )
    },
  }
}

/** A store that restarts closes all connections that are kept; more than these are hardly met by one request. */
const LOST_MAX = 3

/**
 * What an absent object means is for whoever asks to say; all other faults say what was asked of whom. A request that
 * met a connection just closed is made again: each of them may be made twice.
 */
function openAsk(client: () => Promise<Client>, host: string) {
  return async <T>(what: string, answer: (s3: Client) => Promise<T>): Promise<T> => {
    for (let again = LOST_MAX; ; again--) {
      try {
        return await answer(await client())
      } catch (cause) {
        if (isAbsent(cause)) throw cause
        if (again === 0 || !wasLost(cause)) throw new Error(`${what} in S3 at ${host}`, { cause })
      }
    }
  }
}

function notRead(bucket: string, key: string) {
  return (cause: unknown): never => {
    if (codeOf(cause) === 'NoSuchBucket') throw new BucketMissing(bucket, key, { cause })
    throw isAbsent(cause) ? new ObjectMissing(bucket, key, { cause }) : cause
  }
}

async function listAll(s3: Client, bucket: string, prefix: string): Promise<string[]> {
  const found = (await s3.listObjectsV2(bucket, prefix, true).toArray()) as { name?: string }[]
  return found.flatMap(({ name }) => (name === undefined ? [] : [name]))
}

function elseIfAbsent<T>(value: T): (fault: unknown) => T {
  return (fault) => {
    if (isAbsent(fault)) return value
    throw fault
  }
}

/** Makes a bucket the first time it is asked for, and again once it was forgotten: it may have been taken away. */
function bucketMaker(client: () => Promise<Client>, region: string) {
  const buckets = new Map<string, Promise<void>>()
  const forget = (bucket: string) => void buckets.delete(bucket)
  return {
    forget,
    made(bucket: string): Promise<void> {
      const known = buckets.get(bucket)
      if (known) return known
      const made = client().then((s3) => makeBucket(s3, bucket, region))
      buckets.set(bucket, made)
      // A failure is not remembered: the next put asks again.
      made.catch(() => forget(bucket))
      return made
    },
  }
}

async function connect(
  url: URL,
  { accessKey, secretKey, region }: S3Options,
  silentMs: number,
): Promise<Client> {
  const { Client: S3 } = await import('minio')
  const useSSL = url.protocol === 'https:'
  const port = url.port ? Number(url.port) : useSSL ? 443 : 80
  const transport = transportInTime(url.protocol, silentMs)
  return new S3({ endPoint: url.hostname, port, useSSL, accessKey, secretKey, region, transport })
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
