/**
 * The object store: raw payloads, normalised texts and the lake's files.
 *
 * A local folder unless S3_ENDPOINT names a server; whoever stores never knows which.
 */

import { readEnv, readSwitch } from '../../host/env.ts'
import { keyedUrl } from '../../host/keyed-address.ts'
import { openFolder } from './folder.ts'
import { openS3 } from './s3.ts'

export type Objects = {
  /** Stores bytes whole or not at all, replacing what is there; makes the bucket if need be. */
  put(bucket: string, key: string, bytes: Uint8Array, mediaType: string): Promise<void>
  /** @throws ObjectMissing when nothing is stored there, BucketMissing where there is not even the bucket. */
  get(bucket: string, key: string): Promise<Buffer>
  has(bucket: string, key: string): Promise<boolean>
  /** Takes an object away; one that is not there is gone already. */
  remove(bucket: string, key: string): Promise<void>
  /** Every key that begins with `prefix`, in code-point order; none where there is no bucket. */
  list(bucket: string, prefix: string): Promise<string[]>
}

/** The store the environment describes; it connects when first used. */
export function openObjects(): Objects {
  const endpoint = readEnv('S3_ENDPOINT')
  if (!endpoint) return openFolder(readEnv('OBJECTS_DIR'), { flush: readSwitch('OBJECTS_FLUSH') })
  return openS3({
    endpoint: keyedUrl('S3_ENDPOINT', endpoint),
    accessKey: readEnv('S3_ACCESS_KEY'),
    secretKey: readEnv('S3_SECRET_KEY'),
    region: readEnv('S3_REGION'),
  })
}

/** Which store that is, in words. */
export function nameObjects(): string {
  const endpoint = readEnv('S3_ENDPOINT')
  return endpoint ? `S3 at ${new URL(endpoint).host}` : `the folder ${readEnv('OBJECTS_DIR')}`
}
