import { expect, test } from 'vitest'
import { TrinoAway } from '#shared/clients/trino/ask.ts'
import { openTrino } from '#shared/clients/trino/engine.ts'
import { filesInParts } from '#shared/clients/trino/held.ts'
import { trinoSettings } from '#shared/clients/trino/settings.ts'
import { runStatement } from '#shared/clients/trino/statement.ts'
import { openGate } from '../../../helpers/gate.ts'
import { startServer } from '../../../helpers/http.ts'

const server = await startServer()
const settings = { url: server.url, user: 'u', password: '' }
const page = (more: object) => ({ body: JSON.stringify({ id: 'q', ...more }) })
const next = (path: string) => `${server.url}/${path}`
const columns = [{ name: 'n', type: 'bigint' }]
const never = new AbortController().signal
const statement = { text: 'select n', catalog: 'c', schema: 's' }

test('pages are read in turn, a busy server is asked again, and numbers stay exact', async () => {
  let busy = 0
  server.answer('/v1/statement', (request) => {
    expect(request.headers).toMatchObject({
      'x-trino-user': 'u',
      'x-trino-catalog': 'c',
      'x-trino-schema': 's',
      'x-trino-time-zone': 'UTC',
    })
    expect(request.headers.authorization).toBeUndefined()
    busy += 1
    return busy < 3 ? { status: 503 } : page({ nextUri: next('p1') })
  })
  server.answer('/p1', page({ columns, data: [[1]], nextUri: next('p2') }))
  server.answer('/p2', { body: '{"id":"q","data":[[9007199254740993],[-2]]}' })
  expect(await runStatement(settings, statement, never)).toMatchObject({
    columns,
    rows: [[1], ['9007199254740993'], [-2]],
    isCut: false,
  })
})

test('a statement that is cut or given up is ended at the server', async () => {
  const ended: string[] = []
  const gone = new AbortController()
  server.answer('/v1/statement', page({ nextUri: next('many') }))
  server.answer('/many', ({ method }) => {
    if (method === 'DELETE') ended.push('many')
    return page({ columns, data: [[1], [2], [3]], nextUri: next('more') })
  })
  server.answer('/more', ({ method }) => {
    if (method === 'DELETE') ended.push('more')
    gone.abort()
    return page({ nextUri: next('more') })
  })
  const cut = await runStatement(settings, { ...statement, rowsMax: 2 }, never)
  expect([cut.rows, cut.isCut, ended]).toEqual([[[1], [2]], true, ['more']])
  const engine = openTrino(settings)
  const limits = { rowsMax: 9, seconds: 60, memoryMb: 9 }
  await expect(engine.query('select 1', limits, gone.signal)).rejects.toMatchObject({
    code: 'asker_gone',
  })
  expect(ended).toEqual(['more'])
})

test('a server that is away is named, whether it refuses, is silent or busy, and then asked as before', async () => {
  const gate = await openGate(server.url)
  const { host } = new URL(gate.url)
  const away = { ...settings, url: gate.url, patience: { pageMs: 100, allMs: 150 } }
  // What is there answers in its own time, however busy this machine is.
  const patient = { ...away, patience: { pageMs: 30_000, allMs: 150 } }
  const limits = { rowsMax: 9, seconds: 60, memoryMb: 9 }
  const ask = (of = patient) => openTrino(of).query('select 1', limits, never)
  const fault = (why: string) => ({
    code: 'engine_failed',
    message: expect.stringMatching(`^Ask Trino at ${host}: ${why}`) as unknown,
  })
  server.answer('/v1/statement', page({ columns, data: [[1]] }))
  gate.silence()
  await expect(ask(away)).rejects.toMatchObject(fault('no answer for \\d s$'))
  await expect(runStatement(away, statement, never)).rejects.toThrow(TrinoAway)
  await gate.open()
  expect((await ask()).rows).toEqual([[1]])
  await gate.refuse()
  await expect(ask()).rejects.toMatchObject(fault('no answer: fetch failed'))
  await gate.open()
  server.answer('/v1/statement', { status: 503, body: 'starting' })
  await expect(ask()).rejects.toMatchObject(fault('status 503: starting'))
  server.answer('/v1/statement', page({ columns, data: [[2]] }))
  expect((await ask()).rows).toEqual([[2]])
})

test('a server that answers and gets no further, as one whose store is away, is not waited for beyond the limit', async () => {
  server.answer('/v1/statement', page({ nextUri: next('further') }))
  server.answer('/further', page({ nextUri: next('further') }))
  const limits = { rowsMax: 9, seconds: 0.2, memoryMb: 9 }
  await expect(openTrino(settings).query('select 1', limits, never)).rejects.toMatchObject({
    code: 'time_limit',
    message: 'It took more than 0.2 s: Trino works on it, or waits for the store of its files',
  })
})

test('whoever goes while a server is silent is no fault of the server', async () => {
  const gate = await openGate(server.url)
  gate.silence()
  const gone = new AbortController()
  const asked = openTrino({ ...settings, url: gate.url }).query(
    'select 1',
    { rowsMax: 9, seconds: 60, memoryMb: 9 },
    gone.signal,
  )
  gone.abort()
  await expect(asked).rejects.toMatchObject({ code: 'asker_gone' })
})

test('an answer is cut at its length, and one cell ends it', async () => {
  server.answer('/v1/statement', page({ nextUri: next('long') }))
  const text = 'x'.repeat(900_000)
  server.answer('/long', ({ method }) =>
    method === 'DELETE'
      ? page({})
      : page({ columns, data: Array.from({ length: 7 }, () => [text]), nextUri: next('long') }),
  )
  const limits = { rowsMax: 1_000, seconds: 60, memoryMb: 9 }
  const { rows, isCut } = await openTrino(settings).query('select 1', limits, never)
  expect([rows.length, isCut]).toEqual([18, true])
  server.answer('/v1/statement', page({ columns, data: [[`${text}${text}`]] }))
  await expect(openTrino(settings).query('select 1', limits, never)).rejects.toMatchObject({
    code: 'result_limit',
    message: 'A cell of n holds 1800000 characters: expected at most 1000000',
  })
})

test.each([
  [
    { error: { message: 'm', errorName: 'SYNTAX_ERROR', errorType: 'USER_ERROR' } },
    'statement_wrong',
    'SYNTAX_ERROR: m',
  ],
  [
    {
      error: {
        message: 'm',
        errorName: 'EXCEEDED_TIME_LIMIT',
        errorType: 'INSUFFICIENT_RESOURCES',
      },
    },
    'time_limit',
    'EXCEEDED_TIME_LIMIT: m',
  ],
  [
    { error: { message: 'm', errorName: 'HIVE_CURSOR_ERROR', errorType: 'EXTERNAL' } },
    'engine_failed',
    'HIVE_CURSOR_ERROR: m',
  ],
  [
    { nextUri: 'http://elsewhere.example/p' },
    'engine_failed',
    /it leads to another server, which is not followed/,
  ],
  [{ data: 'none' }, 'engine_failed', /its answer is none of its protocol/],
])('%o is a fault of code %s', async (more, code, message) => {
  server.answer('/v1/statement', page(more))
  const asked = openTrino(settings).query(
    'select 1',
    { rowsMax: 9, seconds: 60, memoryMb: 9 },
    never,
  )
  await expect(asked).rejects.toMatchObject({
    code,
    message: typeof message === 'string' ? message : (expect.stringMatching(message) as unknown),
  })
})

test('a password goes by TLS alone, and no address carries one', () => {
  expect(trinoSettings('')).toBeUndefined()
  expect(trinoSettings('http://trino:8080/')).toEqual({
    url: 'http://trino:8080',
    user: 'stonks',
    password: '',
  })
  expect(() => trinoSettings('http://u:p@trino:8080')).toThrow(/^Read TRINO_URL: [^:]*$/)
  expect(() => trinoSettings('trino:8080')).toThrow(/Read TRINO_URL/)
  process.env['TRINO_PASSWORD'] = 'p'
  try {
    expect(() => trinoSettings('http://trino:8080')).toThrow(/Read TRINO_URL: expected TLS/)
    expect(trinoSettings('https://trino:8443')).toMatchObject({ password: 'p' })
  } finally {
    delete process.env['TRINO_PASSWORD']
  }
})

test('one statement names at most 400 files of 60 days, oldest first', () => {
  const files = Array.from({ length: 1_000 }, (_, nth) => ({
    fact: 'f',
    day: `2019-0${1 + (nth % 4)}-${String(10 + (nth % 20)).padStart(2, '0')}`,
    key: String(nth),
    bytes: 1,
    sha256: '',
  }))
  const parts = filesInParts(files)
  expect(parts.map((part) => part.length)).toEqual([400, 400, 200])
  const days = parts.flat().map(({ day }) => day)
  expect(days).toEqual(days.toSorted())
  const long = Array.from({ length: 121 }, (_, nth) => ({ ...files[0]!, day: String(1_000 + nth) }))
  expect(filesInParts(long).map((part) => part.length)).toEqual([60, 60, 1])
})
