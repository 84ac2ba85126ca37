/** An object store that is away is no delivery: what waits for it must not be given up, however long that takes. */

import { ObjectMissing } from '#shared/clients/objects/name.ts'
import type { Objects } from '#shared/clients/objects/store.ts'
import { messageOf, PutOff } from '#shared/host/faults.ts'

const AWAY_MS = 10_000

/** Of a store what the lake asks of it. */
export type LakeObjects = Pick<Objects, 'put' | 'get' | 'remove'>

/** The same store; what it fails at is put off, but for an object that is missing and a name that none could have. */
export function patient(objects: LakeObjects): LakeObjects {
  const ask = async <T>(what: string, answer: Promise<T>): Promise<T> => {
    try {
      return await answer
    } catch (cause) {
      if (cause instanceof ObjectMissing || cause instanceof RangeError) throw cause
      throw new PutOff(Date.now() + AWAY_MS, `${what}: ${messageOf(cause)}`, { cause })
    }
  }
  return {
    put: (bucket, key, ...rest) => ask(`Store ${key}`, objects.put(bucket, key, ...rest)),
    get: (bucket, key) => ask(`Read ${key}`, objects.get(bucket, key)),
    remove: (bucket, key) => ask(`Remove ${key}`, objects.remove(bucket, key)),
  }
}
