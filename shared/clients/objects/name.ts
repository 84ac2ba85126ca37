/** What may name an object, the same in every store, and the error for one that is not there. */

const BUCKET = /^[a-z0-9][a-z0-9-]{1,61}[a-z0-9]$/
const KEY_BYTES_MAX = 900

export class ObjectMissing extends Error {
  override readonly name = 'ObjectMissing'

  constructor(bucket: string, key: string, options?: ErrorOptions) {
    super(`Read ${bucket}/${key}: nothing is stored there`, options)
  }
}

/** The bucket itself is not there, and every object of it with it: a disk may not be mounted. */
export class BucketMissing extends ObjectMissing {}

/**
 * Refuses a name that one of the stores could not keep, or that leaves its bucket.
 *
 * @throws RangeError naming the bucket or key.
 */
export function checkName(bucket: string, key: string): void {
  if (!BUCKET.test(bucket)) {
    throw new RangeError(
      `Name a bucket: expected lower-case letters, digits and -, found "${bucket}"`,
    )
  }
  const parts = key.split('/')
  const sound =
    Buffer.byteLength(key) <= KEY_BYTES_MAX &&
    !/[\\\p{Cc}]/u.test(key) &&
    parts.every((part) => part !== '' && !part.startsWith('.'))
  if (sound) return
  throw new RangeError(
    `Name an object: expected parts joined by / that do not begin with a dot, found "${key}"`,
  )
}
