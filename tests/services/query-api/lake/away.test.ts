/** Questions of people while the store or Trino is away: who is told, who is not kept waiting, and that nothing stays so. */

import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from 'vitest'
import { openGate } from '../../../helpers/gate.ts'
import { startServer } from '../../../helpers/http.ts'
import type { Said } from '../../../helpers/ask.ts'
import { openAsked } from './process.ts'

let objects = ''
/** Of S3 what reading takes, an object by its path; whatever else is asked, such as the probe's, is not found. */
const store = createServer(({ method, url = '/' }, response) => {
  const path = join(objects, decodeURIComponent(url))
  if (method === 'GET' && statSync(path, { throwIfNoEntry: false })?.isFile())
    response.end(readFileSync(path))
  else response.writeHead(404).end()
})
// One that is silent closes no connection either.
store.keepAliveTimeout = 0
await new Promise<void>((listens) => store.listen(0, '127.0.0.1', listens))
const trino = await startServer()
trino.answer('/v1/statement', {
  body: JSON.stringify({ id: 'q', columns: [{ name: 'n', type: 'bigint' }], data: [[1]] }),
})
const storeGate = await openGate(`http://127.0.0.1:${(store.address() as AddressInfo).port}`)
const trinoGate = await openGate(trino.url)
const cache = mkdtempSync(join(tmpdir(), 'stonks-away-'))
afterAll(() => {
  store.close()
  rmSync(cache, { recursive: true, force: true })
})
const api = await openAsked({
  S3_ENDPOINT: storeGate.url,
  S3_ACCESS_KEY: 'a',
  S3_SECRET_KEY: 'b',
  TRINO_URL: trinoGate.url,
  LAKE_CACHE_DIR: cache,
  LAKE_QUERY_SECONDS: '6',
})
objects = join(api.folder, 'objects')

/** By one engine, as rows and as a file. */
const ask = async (engine: string, statement: string): Promise<Said[]> => [
  await api.post('/api/sql', { engine, statement }),
  await api.post('/api/sql/file', { engine, statement, format: 'csv' }),
]
const told = (said: Said[]) => said.map(({ status, text }) => [status, JSON.parse(text) as unknown])
const twice = (status: number, code: string, detail: unknown) => [
  [status, { code, detail }],
  [status, { code, detail }],
]
const matching = (text: RegExp): unknown => expect.stringMatching(text)

describe('the store', { timeout: 120_000 }, () => {
  const documents = 'select title from documents'

  test('that says nothing is told of at the limit of time', async () => {
    storeGate.silence()
    expect(told(await ask('duckdb', documents))).toEqual(
      twice(422, 'time_limit', 'It took more than 6 s: its files did not come from the store'),
    )
  })

  test('that refuses is told of at once', async () => {
    await storeGate.refuse()
    await api.post('/api/sql', { statement: documents })
    expect(told(await ask('duckdb', documents))).toEqual(
      twice(
        503,
        'engine_failed',
        matching(
          /^Read stonks-lakehouse\/documents\/.*\.parquet in S3 at 127\.0\.0\.1:\d+: connect/,
        ),
      ),
    )
  })

  test('that is back answers the next question', async () => {
    await storeGate.open()
    expect((await ask('duckdb', documents)).map(({ status }) => status)).toEqual([200, 200])
  })
})

describe('Trino', { timeout: 120_000 }, () => {
  test('that says nothing is told of at the limit of time', async () => {
    trinoGate.silence()
    expect(told(await ask('trino', 'select 1'))).toEqual(
      twice(503, 'engine_failed', matching(/^Ask Trino at 127\.0\.0\.1:\d+: no answer for 6 s$/)),
    )
  })

  test('that refuses is told of', async () => {
    await trinoGate.refuse()
    expect(told(await ask('trino', 'select 1'))).toEqual(
      twice(503, 'engine_failed', matching(/^Ask Trino at 127\.0\.0\.1:\d+: no answer/)),
    )
  })

  test('that is back answers the next question, and one that asked meanwhile', async () => {
    const asked = ask('trino', 'select 1')
    await trinoGate.open()
    expect((await asked).map(({ status }) => status)).toEqual([200, 200])
  })
})
