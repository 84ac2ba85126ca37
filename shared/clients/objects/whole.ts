/** An object as it was stored: what a store gives back is believed by its hash alone. */

import { sha256 } from '../../host/ids.ts'
import type { Objects } from './store.ts'

/** Where an object is, and the hash of what was put there. */
type Whole = { bucket: string; key: string; sha256: string }

/** The bytes that stand there are not those that were stored. */
export class ObjectChanged extends Error {
  override readonly name = 'ObjectChanged'
}

/**
 * The bytes that were stored.
 *
 * @throws ObjectMissing where there are none. @throws ObjectChanged where they are others: another version of
 * them may just be written, or the store lies, so it is worth another try. @throws Error of a store that is away.
 */
export async function getWhole(objects: Pick<Objects, 'get'>, stored: Whole): Promise<Buffer> {
  const bytes = await objects.get(stored.bucket, stored.key)
  const found = sha256(bytes)
  if (found === stored.sha256) return bytes
  throw new ObjectChanged(
    `Read ${stored.bucket}/${stored.key}: its bytes are not those that were stored there (sha256 ${found} instead of ${stored.sha256})`,
  )
}
