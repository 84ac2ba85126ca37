/** A stage whose model server answers wrong, late, not at all, or as the article tells it: nothing lost, nothing invented. */

import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { text as textOf } from 'node:stream/consumers'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { extractor } from '../../../functions/extractor/handler.ts'
import { openReaders } from '../../../functions/extractor/readers.ts'
import { parser } from '../../../functions/parser/handler.ts'
import { openRounds } from '../../helpers/rounds.ts'
import { COMPANY_SCHEMA_VERSION } from '#shared/clients/model/reading/contracts.ts'
import { PutOff } from '#shared/host/faults.ts'
import { deriveId } from '#shared/host/ids.ts'
import { readModelTrouble } from '#shared/sql/models/servers.ts'
import { openRegistry } from '#shared/sql/universe/registry.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { newsItem, openDesk } from '../../helpers/documents.ts'

const { sql, as } = await cloneDatabase()
const own = as('stonks_functions')
const { objects, place } = await openDesk(sql)

type Answer = (
  response: ServerResponse,
  asked: { prompt: string; options: { seed: number } },
) => unknown
let answer: Answer = () => undefined
let asked: { prompt: string; options: { seed: number } }[] = []
const isTrial = ({ prompt }: { prompt: string }) => prompt === 'Say: ready'
const server = createServer((request, response) => {
  void textOf(request).then((body) => {
    if (request.url === '/api/tags')
      return response.end(JSON.stringify({ models: [{ name: 'm:1', digest: 'sha256:aa' }] }))
    const question = JSON.parse(body) as (typeof asked)[0]
    if (!isTrial(question)) asked.push(question)
    return answer(response, question)
  })
})
await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
afterAll(() => {
  server.closeAllConnections()
  server.close()
  vi.unstubAllEnvs()
})

let stage: ReturnType<typeof extractor>
beforeAll(async () => {
  vi.stubEnv('OLLAMA_BASE_URL', `http://127.0.0.1:${(server.address() as AddressInfo).port}`)
  vi.stubEnv('OLLAMA_MODEL', 'm:1')
  vi.stubEnv('OLLAMA_TIMEOUT', '0.3')
  const readerOf = await openReaders(own)
  stage = extractor({ sql: own, objects, registry: openRegistry(own), readerOf, textMax: 8000 })
})

const says =
  (response: string, end: object = {}): Answer =>
  (to) =>
    to.end(
      `${JSON.stringify({ response, done: true, done_reason: 'stop', eval_count: 9, ...end })}\n`,
    )
const well = says('{"BA":["fall","product",[1]]}')
const status =
  (code: number): Answer =>
  (to) =>
    to.writeHead(code).end('{"error":"no"}')
const onlyTrials =
  (how: Answer): Answer =>
  (to, question) =>
    isTrial(question) ? well(to, question) : how(to, question)

/** Another text each time: the same question gets the reply that was kept. */
let flight = 100
const titleOf = () => `Boeing shares plunge after crash of flight ${(flight += 1)}`
const at = (clock: string) => new Date(`2019-03-11T${clock}:00Z`)
const delivery = (now: Date) => ({
  jobId: deriveId('job', now.toISOString()),
  now,
  signal: new AbortController().signal,
})

async function parsed(name: string, description = ''): Promise<string> {
  const raw = newsItem(titleOf(), description)
  const id = await place(name, { raw, at: at('14:00').toISOString() })
  const { parsing } = parser({ sql: own, objects, registry: openRegistry(own), textMax: 8000 })
  const settle = await parsing(
    { document_id: id, ticker: '', source_type: 'news_api' },
    delivery(at('14:00')),
  )
  await own.begin((tx) => settle(tx, at('14:00')))
  return id
}

async function read(id: string, now = at('14:01'), by = stage): Promise<unknown> {
  asked = []
  const job = { document_id: id, ticker: 'BA', normalized_text: 'x' }
  const settle = await by.extraction(job, delivery(now))
  return own.begin((tx) => settle(tx, now))
}

const documentOf = async (id: string) =>
  (
    await sql`select status, status_reason, extraction_tries, (select count(*)::int
      from document_impact_records r where r.document_id = d.document_id) as impacts
      from documents d where document_id = ${id}`
  )[0]

describe('a reply of no use', () => {
  const cut = says('{"BA', { done_reason: 'length' })
  it.each<[string, Answer, string, number]>([
    ['prose', says('Sure! It is bad.'), 'model_not_json', 2],
    ['another schema', says('{"companies":[]}'), 'model_other_schema', 2],
    ['a cut', cut, 'model_cut', 2],
    ['nothing', says(''), 'model_empty', 2],
    ['a failure over this text alone', onlyTrials(status(500)), 'model_failed', 2],
    ['nothing in time, though others get an answer', onlyTrials(() => undefined), 'model_late', 1],
  ])('ends the document for now with the reason: %s', async (name, how, code, times) => {
    const id = await parsed(name)
    answer = how
    await read(id)
    expect(await documentOf(id)).toEqual({
      status: 'extraction_failed',
      statusReason: code,
      extractionTries: 1,
      impacts: 0,
    })
    expect(asked.map(({ options }) => options.seed)).toEqual([1, 2].slice(0, times))
  })

  it('is asked for again after an hour, with other seeds, until the model can', async () => {
    const id = await parsed('again')
    answer = cut
    await read(id)
    const jobs = async () =>
      (
        await sql`select from jobs where list = 'extraction' and payload->>'document_id' = ${id}
          and producer like 'scheduler%'`
      ).length
    await sql`update jobs set state = 'done', settled_at = clock_timestamp()`
    const round = openRounds({ sql: as('stonks_orchestration'), objects })
    await round(at('14:45'))
    expect(await jobs()).toBe(0)
    await round(at('15:10'))
    expect(await jobs()).toBe(1)
    answer = well
    await read(id, at('15:11'))
    expect(asked.map(({ options }) => options.seed)).toEqual([3])
    expect(await documentOf(id)).toMatchObject({ status: 'extracted', impacts: 1 })
  })
})

describe('a server that gives no answer', () => {
  it.each<[string, Answer, string]>([
    ['has no such model', status(404), 'no_model'],
    ['is busy', status(429), 'busy'],
    ['fails over everything', status(500), 'unwell'],
    ['ends every connection', (to) => to.destroy(), 'unwell'],
  ])('makes its jobs wait uncounted, and is told of: it %s', async (name, how, state) => {
    const id = await parsed(name)
    answer = how
    await expect(read(id)).rejects.toBeInstanceOf(PutOff)
    expect(await documentOf(id)).toMatchObject({ status: 'parsed', extractionTries: 0, impacts: 0 })
    expect(await readModelTrouble(sql)).toMatchObject({ model: 'm:1', state })
    answer = well
    await read(id)
    expect(await documentOf(id)).toMatchObject({ status: 'extracted', impacts: 1 })
    expect(await readModelTrouble(sql)).toBeUndefined()
  })
})

it('a model that obeys the article is held back, and the claim is kept to be counted', async () => {
  const id = await parsed('obedient')
  answer = says('{"BA":["rise","earnings",[1]]}')
  await read(id)
  expect(await documentOf(id)).toMatchObject({ status: 'extracted', impacts: 1 })
  // What rules read there stands in its place: the model says no bad news away.
  expect(
    await sql`select ticker, sentiment, split_part(read_by, ' ', 1) as by, rules_sentiment
      from document_impact_records where document_id = ${id}`,
  ).toEqual([{ ticker: 'BA', sentiment: 'negative', by: 'rules-v2', rulesSentiment: null }])
  const [reading] = await sql`select model, model_version, prompt_version, held
    from document_intelligence where document_id = ${id}`
  expect(reading).toMatchObject({
    model: 'm:1',
    modelVersion: 'aa',
    promptVersion: 'extract-v4',
    held: [{ entity: 'BA', sentiment: 'positive', code: 'contradicts_rules' }],
  })
  const [call] =
    await sql`select schema_version from agent_performance_log where document_id = ${id}`
  expect(call).toEqual({ schemaVersion: COMPANY_SCHEMA_VERSION })
})

it('of a text that is longer than is read the model sees whole sentences, and the log says it was cut', async () => {
  const readerOf = await openReaders(own)
  const [registry, description] = [openRegistry(own), 'Boeing fell by the most since 2001.']
  const cutAs = async (name: string, textMax: number) => {
    const id = await parsed(name, description)
    answer = well
    await read(id, at('14:01'), extractor({ sql: own, objects, registry, readerOf, textMax }))
    const [log] = await sql`select input_was_cut, input_length from agent_performance_log
      join document_intelligence using (document_id) where document_id = ${id}`
    return { prompt: asked[0]!.prompt, ...log }
  }
  const cut = await cutAs('a long text', 70)
  expect(cut).toMatchObject({
    inputWasCut: true,
    inputLength: 'Boeing shares plunge after crash of flight 100'.length,
  })
  expect(cut.prompt).not.toContain('Boeing fell')
  const whole = await cutAs('a text that fits', 200)
  expect(whole).toMatchObject({ inputWasCut: false })
  expect(whole.prompt).toContain(description)
})
