import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { openFolder } from '#shared/clients/objects/folder.ts'
import { childEnv } from '#shared/host/env.ts'
import { putChain } from '../../helpers/chain.ts'
import { memoryObjects } from '../../helpers/memory-objects.ts'
import { cloneDatabase } from '../../helpers/database.ts'

const { sql, url } = await cloneDatabase()
const folder = mkdtempSync(join(tmpdir(), 'stonks-explain-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const { held } = memoryObjects()
const { entryOrderId, exitOrderId, documentIds } = await putChain(sql, held)
const store = openFolder(folder)
for (const [path, bytes] of held) {
  const [bucket, ...key] = path.split('/')
  await store.put(bucket!, key.join('/'), bytes, 'text/plain')
}

type Ended = { code: number; stdout: string; stderr: string }

function stonks(...args: string[]): Promise<Ended> {
  const env = childEnv({ DATABASE_URL: url, OBJECTS_DIR: folder })
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      ['services/cli/main.ts', 'explain', ...args],
      { env },
      (fault, stdout, stderr) => {
        resolve({ code: typeof fault?.code === 'number' ? fault.code : 0, stdout, stderr })
      },
    )
  })
}

describe('stonks explain', () => {
  test('tells one order for a person, and all of them in a line', async () => {
    const one = await stonks(entryOrderId)
    expect(one.code).toBe(0)
    expect(one.stdout).toContain(`The chain of order ${entryOrderId} is intact`)
    const all = await stonks('--all')
    expect(all).toEqual({ code: 0, stdout: '2 of 2 orders have an intact chain\n', stderr: '' })
  })

  test('names the broken link and exits 1', async () => {
    const key = `raw/${documentIds[0]}.json`
    await store.put('stonks-raw-news', key, Buffer.from('other'), 'application/json')
    const { code, stdout } = await stonks('--all', '--json')
    expect(code).toBe(1)
    const why = expect.stringContaining('hash of the bytes is ')
    const broken = { link: 'raw_object', id: `stonks-raw-news/${key}`, why }
    expect(JSON.parse(stdout)).toEqual({
      orders: 2,
      intact: 0,
      broken: [
        { order: entryOrderId, ...broken },
        { order: exitOrderId, ...broken },
      ],
    })
    const one = await stonks(exitOrderId)
    expect(one.code).toBe(1)
    expect(one.stdout).toContain(`Raw object stonks-raw-news/${key}: BROKEN, hash of the bytes`)
  })

  test('is helpful when it is used wrongly', async () => {
    expect(await stonks()).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('one order id, or --all'),
    })
    expect((await stonks('--all', 'x')).code).toBe(2)
    const unknown = await stonks('nothing', '--json')
    expect(unknown.code).toBe(1)
    expect(JSON.parse(unknown.stdout)).toMatchObject({
      broken: [{ order: 'nothing', link: 'order', why: 'there is no such order' }],
    })
  })
})
