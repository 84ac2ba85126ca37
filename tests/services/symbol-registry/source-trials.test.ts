import { describe, expect, it } from 'vitest'
import { openKeep } from '#shared/sql/access/keep-change.ts'
import { openFolder } from '#shared/clients/objects/folder.ts'
import { deriveId } from '#shared/host/ids.ts'
import { saveCompanies } from '#shared/sql/universe/companies.ts'
import { ingestion } from '../../../functions/ingestion/handler.ts'
import { answerRegistry } from '../../../services/symbol-registry/routes.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { askService, person } from '../../helpers/principals.ts'
import { adaptersAt } from '../../functions/ingestion/bench.ts'

const { sql, as } = await cloneDatabase()
let NOW = new Date('2026-03-02T15:00:00Z')
const clock = { mode: 'real' as const, speed: 1, now: () => NOW }
const own = as('stonks_api')
const api = askService(
  {
    service: 'symbol-registry',
    answers: answerRegistry({ sql: own, clock }),
    keep: openKeep(own, clock),
  },
  person('operator'),
)
const ask = async (method: string, path: string, body?: unknown) => {
  const response = await api(method, `/registry/${path}`, body)
  return { status: response.status, body: (await response.json()) as Record<string, unknown> }
}

/** What the stage does with the one job that waits. */
async function work() {
  const functions = as('stonks_functions')
  const adapters = adaptersAt('http://127.0.0.1:9', functions)
  const handlers = ingestion({
    sql: functions,
    objects: openFolder('/nowhere'),
    adapters,
    allowHosts: [],
  })
  const waiting = await sql<{ jobId: string; payload: string }[]>`
    select job_id, payload::text as payload from jobs where list = 'source_trials' and state = 'queued'`
  for (const { jobId, payload } of waiting) {
    const job = JSON.parse(payload) as { trial_id: string }
    const delivery = { jobId, now: NOW, signal: new AbortController().signal }
    const settle = await handlers.source_trials(job, delivery)
    await functions.begin((tx) => settle(tx, NOW))
    await sql`update jobs set state = 'done', settled_at = now() where job_id = ${jobId}`
  }
  return waiting.length
}

const feed = `<rss version="2.0"><channel><title>A</title><item><title>Ford recalls trucks</title>
  <link>https://a.example/1</link><pubDate>Mon, 02 Mar 2026 07:00:00 GMT</pubDate></item></channel></rss>`
const file = { name: 'feed.xml', base64: Buffer.from(feed).toString('base64') }

await saveCompanies(as('stonks_api') as never, [
  { ticker: 'F', name: 'Ford Motor Company', sector: '', aliases: ['Ford'] },
])

describe('POST /registry/source-trials', () => {
  it('has the stage try a file over what is tracked, and shows what it told', async () => {
    const asked = await ask('POST', 'source-trials', { type: 'feed', file })
    expect(asked).toMatchObject({
      status: 202,
      body: { state: 'waiting', of: 'feed.xml', lines: [] },
    })
    const at = `source-trials/${String(asked.body['trialId'])}`
    expect((await ask('GET', at)).body).toMatchObject({ state: 'waiting' })
    expect(await work()).toBe(1)
    const { body } = await ask('GET', at)
    expect(body).toMatchObject({
      state: 'done',
      lines: [
        { kind: 'document', title: 'Ford recalls trucks', mentions: [{ ticker: 'F', offset: 0 }] },
        { kind: 'summary', outcome: 'succeeded', items: 1, kept: 1 },
      ],
      linesLeftOut: 0,
    })
    const [stored] = await sql<{ documents: number; files: number }[]>`
      select (select count(*)::integer from documents) as documents,
        (select count(*)::integer from source_trials where file is not null) as files`
    expect(stored).toEqual({ documents: 0, files: 0 })
  })

  it('fails in words where the file is none of its type', async () => {
    NOW = new Date('2026-03-02T15:01:00Z')
    const junk = { name: 'junk', base64: Buffer.from('\0\u0001 no feed').toString('base64') }
    const { body } = await ask('POST', 'source-trials', { type: 'feed', file: junk })
    await work()
    const told = (await ask('GET', `source-trials/${String(body['trialId'])}`)).body
    expect(told).toMatchObject({ state: 'failed', lines: [{ kind: 'summary', outcome: 'failed' }] })
  })

  it('shows as failed one whose job was given up', async () => {
    NOW = new Date('2026-03-02T15:02:00Z')
    const { body } = await ask('POST', 'source-trials', { type: 'feed', file })
    await sql`update jobs set state = 'dead', reason = 'deliveries_exhausted', last_error = 'it hung',
      settled_at = now() where list = 'source_trials' and state = 'queued'`
    const told = (await ask('GET', `source-trials/${String(body['trialId'])}`)).body
    expect(told).toMatchObject({
      state: 'failed',
      lines: [{ outcome: 'failed', notes: ['it hung'] }],
    })
  })

  it.each([
    [{ type: 'feed' }, /expected a url or a file/],
    [{ type: 'feed', url: 'https://a.example/', file }, /expected a url or a file/],
    // The key to a vendor would go wherever somebody says.
    [{ type: 'polygon-news', url: 'https://a.example/' }, /the address of a feed or a page/],
    [
      { type: 'page', url: 'http://127.0.0.1:5432/' },
      /expected port 80 or 443|out on the internet/,
    ],
    [{ type: 'page', url: 'http://169.254.169.254/latest' }, /out on the internet/],
    [{ type: 'feed', file: { name: 'x', base64: '%%' } }, /a file in base 64/],
    [{ type: 'fax', file }, /type/],
  ])('refuses %j', async (body, says) => {
    const { status, body: refused } = await ask('POST', 'source-trials', body)
    expect(status).toBe(422)
    expect(JSON.stringify(refused)).toMatch(says)
  })

  it('knows no other trial', async () => {
    expect((await ask('GET', `source-trials/${deriveId('x')}`)).status).toBe(404)
  })
})
