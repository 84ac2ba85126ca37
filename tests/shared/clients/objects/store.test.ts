/** One contract, held by both stores. */

import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BucketMissing, ObjectMissing } from '#shared/clients/objects/name.ts'
import { openFolder } from '#shared/clients/objects/folder.ts'
import { openS3 } from '#shared/clients/objects/s3.ts'
import type { Objects } from '#shared/clients/objects/store.ts'
import { startMinio, whyNoMinio, type TestMinio } from '../../../helpers/minio.ts'

const folder = mkdtempSync(join(tmpdir(), 'stonks-objects-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

describe('a folder that does not flush', () => {
  contract(() => openFolder(join(folder, 'unflushed'), { flush: false }))
})

describe('a folder', () => {
  contract(() => openFolder(folder))

  it('leaves no half-made file behind', async () => {
    const objects = openFolder(folder)
    await objects.put('stonks-raw-news', 'a/b.json', Buffer.from('{}'), 'application/json')
    await expect(
      objects.put('stonks-raw-news', 'a/b.json/c', Buffer.from('x'), 'text/plain'),
    ).rejects.toThrow()
    expect(readdirSync(join(folder, '.making'))).toEqual([])
  })
})

describe.skipIf(whyNoMinio !== '')(`a MinIO${whyNoMinio}`, () => {
  let minio: TestMinio
  beforeAll(async () => {
    minio = await startMinio()
  })
  afterAll(() => minio.stop())
  contract(() => openS3(minio.options))

  it('refuses a wrong secret', async () => {
    const objects = openS3({ ...minio.options, secretKey: 'not the secret' })
    await expect(
      objects.put('stonks-raw-news', 'a.json', Buffer.from('{}'), 'application/json'),
    ).rejects.toThrow()
    await expect(objects.has('stonks-raw-news', 'a.json')).rejects.toThrow()
  })
})

describe('an endpoint', () => {
  it('must be an http URL', () => {
    const keys = { accessKey: '', secretKey: '', region: '' }
    expect(() => openS3({ endpoint: 'minio:9000', ...keys })).toThrow(/expected a URL/)
  })
})

function contract(open: () => Objects): void {
  const bucket = `stonks-test-${randomBytes(4).toString('hex')}`

  it('gives back the very bytes, and the last that were put', async () => {
    const objects = open()
    const bytes = randomBytes(100_000)
    await objects.put(bucket, 'one/two.bin', bytes.subarray(10, 90_000), 'application/octet-stream')
    expect((await objects.get(bucket, 'one/two.bin')).equals(bytes.subarray(10, 90_000))).toBe(true)
    await objects.put(bucket, 'one/two.bin', new Uint8Array(0), 'application/octet-stream')
    expect((await objects.get(bucket, 'one/two.bin')).length).toBe(0)
  })

  it('says what is not there', async () => {
    const objects = open()
    await objects.put(bucket, 'there', Buffer.from('x'), 'text/plain')
    expect(await objects.has(bucket, 'there')).toBe(true)
    await objects.put(bucket, 'folder/there', Buffer.from('x'), 'text/plain')
    expect(await objects.has(bucket, 'folder')).toBe(false)
    expect(await objects.has(bucket, 'nowhere')).toBe(false)
    expect(await objects.has(`${bucket}-none`, 'nowhere')).toBe(false)
    await expect(objects.get(bucket, 'nowhere')).rejects.toThrow(ObjectMissing)
    await expect(objects.get(bucket, 'nowhere')).rejects.not.toBeInstanceOf(BucketMissing)
    await expect(objects.get(`${bucket}-none`, 'x')).rejects.toThrow(BucketMissing)
  })

  it('lists by prefix in code-point order', async () => {
    const objects = open()
    const keys = ['l/b', 'l/a/2', 'l/a/1', 'l/Ä + & ü', 'l/a-1', 'other']
    await Promise.all(keys.map((key) => objects.put(bucket, key, Buffer.from(key), 'text/plain')))
    expect(await objects.list(bucket, 'l/')).toEqual([
      'l/a-1',
      'l/a/1',
      'l/a/2',
      'l/b',
      'l/Ä + & ü',
    ])
    expect(await objects.list(bucket, 'l/a/')).toEqual(['l/a/1', 'l/a/2'])
    expect(await objects.list(bucket, 'l/a')).toEqual(['l/a-1', 'l/a/1', 'l/a/2'])
    expect(await objects.list(bucket, 'zz/')).toEqual([])
    expect(await objects.list(`${bucket}-none`, '')).toEqual([])
    expect((await objects.get(bucket, 'l/Ä + & ü')).toString()).toBe('l/Ä + & ü')
  })

  it.each([
    ['../x'],
    ['a/../x'],
    ['/etc/passwd'],
    ['a//b'],
    [''],
    ['.hidden'],
    ['a\\b'],
    ['a\u0000b'],
    ['x'.repeat(901)],
  ])('refuses the key %j', async (key) => {
    const objects = open()
    await expect(objects.put(bucket, key, Buffer.from('x'), 'text/plain')).rejects.toThrow(
      RangeError,
    )
    await expect(objects.get(bucket, key)).rejects.toThrow(RangeError)
    await expect(objects.has(bucket, key)).rejects.toThrow(RangeError)
  })

  it('refuses buckets and prefixes that lead elsewhere', async () => {
    const objects = open()
    for (const name of ['..', '.making', 'A', 'a/b', '']) {
      await expect(objects.put(name, 'x', Buffer.from('x'), 'text/plain')).rejects.toThrow(
        RangeError,
      )
    }
    await expect(objects.list(bucket, '../')).rejects.toThrow(RangeError)
  })

  it('keeps one whole version when many write at once', async () => {
    const objects = open()
    const versions = Array.from({ length: 8 }, (_, place) => Buffer.alloc(50_000, place))
    await Promise.all(versions.map((bytes) => objects.put(bucket, 'race', bytes, 'text/plain')))
    const kept = await objects.get(bucket, 'race')
    expect(versions.some((version) => version.equals(kept))).toBe(true)
  })
}
