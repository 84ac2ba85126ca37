/**
 * A store whose absence is no delivery: what a stage asks of one that is away is put off, however long that
 * takes, and not given up with its document or facts.
 */

import { messageOf, PutOff } from '../../host/faults.ts'
import { BucketMissing, ObjectMissing } from './name.ts'
import type { Objects } from './store.ts'

const AWAY_MS = 10_000

/** What S3 answers where it is the one object that it does not take, now and later. */
const REFUSES_OBJECT = new Set([
  'EntityTooLarge',
  'InvalidArgument',
  'KeyTooLongError',
  'MethodNotAllowed',
  'XMinioInvalidObjectName',
])

/** Of a store what stages ask of it. */
export type StageObjects = Pick<Objects, 'put' | 'get' | 'remove'>

/**
 * The same store; what it fails at is put off for `awayMs`, but for an object that is missing, or that it would
 * take at no time.
 */
export function patient(objects: StageObjects, awayMs = AWAY_MS): StageObjects {
  const ask = async <T>(answer: Promise<T>): Promise<T> => {
    try {
      return await answer
    } catch (cause) {
      if (isOfObject(cause)) throw cause
      throw new PutOff(Date.now() + awayMs, messageOf(cause), { cause })
    }
  }
  return {
    put: (bucket, key, ...rest) => ask(objects.put(bucket, key, ...rest)),
    get: (bucket, key) => ask(objects.get(bucket, key)),
    remove: (bucket, key) => ask(objects.remove(bucket, key)),
  }
}

/** Whether it is the object that stands in the way, and not the store. */
function isOfObject(fault: unknown): boolean {
  if (fault instanceof BucketMissing) return false
  if (fault instanceof ObjectMissing || fault instanceof RangeError) return true
  if (!(fault instanceof Error)) return false
  const { code } = fault as { code?: unknown }
  return (typeof code === 'string' && REFUSES_OBJECT.has(code)) || isOfObject(fault.cause)
}
