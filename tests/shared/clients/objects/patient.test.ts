import { expect, test } from 'vitest'
import { BucketMissing, ObjectMissing } from '#shared/clients/objects/name.ts'
import { patient } from '#shared/clients/objects/patient.ts'
import { PutOff } from '#shared/host/faults.ts'

/** A store whose every answer is the fault that is planted, or none. */
function storeOf() {
  const planted: { fault?: unknown } = {}
  const answer = async () => {
    if (planted.fault) throw planted.fault
    return Buffer.from('bytes')
  }
  const store = patient({
    put: async () => void (await answer()),
    get: answer,
    remove: async () => void (await answer()),
  })
  return { store, planted }
}
const all = (store: ReturnType<typeof patient>) => [
  () => store.put('stonks-raw-news', 'a', Buffer.from('x'), 'text/plain'),
  () => store.get('stonks-raw-news', 'a'),
  () => store.remove('stonks-raw-news', 'a'),
]
const s3 = (code: string) =>
  new Error('Store a in S3 at s3:9000', { cause: Object.assign(new Error(code), { code }) })

test.each([
  new Error('Store a in S3 at s3:9000', { cause: new Error('connect ECONNREFUSED') }),
  Object.assign(new Error('no space left on device'), { code: 'ENOSPC' }),
  new BucketMissing('stonks-raw-news', 'a'),
  s3('SlowDown'),
  s3('AccessDenied'),
  s3('NoSuchBucket'),
  s3('InternalError'),
])('%s is put off, in its own words', async (fault) => {
  const { store, planted } = storeOf()
  planted.fault = fault
  for (const ask of all(store)) {
    const refusal = ask()
    await expect(refusal).rejects.toBeInstanceOf(PutOff)
    await expect(refusal).rejects.toThrow(fault.message)
  }
})

test.each([
  new ObjectMissing('stonks-raw-news', 'a'),
  new RangeError('a name that none could have'),
  s3('EntityTooLarge'),
  s3('KeyTooLongError'),
])('%s stands in the way of one object alone, and waiting would not help', async (fault) => {
  const { store, planted } = storeOf()
  planted.fault = fault
  for (const ask of all(store)) await expect(ask()).rejects.toBe(fault)
})
