import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, beforeEach, describe, expect, it } from 'vitest'
import { openFolder } from '#shared/clients/objects/folder.ts'
import { deriveId, sha256 } from '#shared/host/ids.ts'
import { enqueue } from '#shared/queue/record/jobs.ts'
import { DUTY_ERROR_MAX, readDuties } from '#shared/sql/schedule/duties.ts'
import { marketSources } from '#shared/sql/universe/seed.ts'
import { saveSources } from '#shared/sql/universe/sources.ts'
import type { Duty } from '../../../services/scheduler/duty.ts'
import { runRound } from '../../../services/scheduler/round.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { openRounds } from '../../helpers/rounds.ts'

const { sql, as } = await cloneDatabase()
/** As the product comes to it. */
const own = as('stonks_orchestration')
const folder = mkdtempSync(join(tmpdir(), 'stonks-duties-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))
const objects = openFolder(folder)
const log = pino({ level: 'silent' })
const away = { ...objects, get: () => Promise.reject(new Error('the store is away')) }

/** Thursday, 2019-01-03, in session. */
const at = (time: string) => new Date(`2019-01-03T${time}:00Z`)
const NOW = at('15:00')

async function document(name: string, text: string | null): Promise<string> {
  const documentId = deriveId('document', name)
  const key = `2019/01/03/${documentId}.txt`
  if (text !== null) await objects.put('stonks-normalized', key, Buffer.from(text), 'text/plain')
  await sql`
    insert into documents (document_id, source_type, document_type, content_hash, raw_bucket, raw_key, raw_sha256,
      published_at, ingested_at, status, status_at, normalized_bucket, normalized_key,
      normalized_sha256)
    values (${documentId}, 'news_api', 'article', ${sha256(name)}, 'b', 'k', ${sha256('')}, ${at('10:00')}, ${at('10:00')},
      'parsed', ${at('10:00')}, 'stonks-normalized', ${key}, ${sha256(text ?? '')})`
  return documentId
}

const states = () => sql<{ documentId: string; status: string; statusReason: string | null }[]>`
  select document_id, status, status_reason from documents order by document_id`

const texts = async () =>
  (
    await sql<{ id: string; text: string }[]>`
      select payload->>'document_id' as id, payload->>'normalized_text' as text from jobs
      where list = 'extraction' order by 1`
  ).map(({ id, text }) => [id, text])

const duty = (name: string) =>
  readDuties(sql).then((all) => all.find((state) => state.duty === name))

const made = (name: string, more: Partial<Duty> = {}): Duty => ({
  name,
  says: `does ${name}`,
  cadence: 'each_round',
  backOff: { seconds: 60, secondsMax: 900 },
  deadlineMs: 5_000,
  run: () => Promise.resolve(() => Promise.resolve(1)),
  ...more,
})

const run = (duties: Duty[], now = NOW, isOn = true) =>
  runRound({ sql: own, log, duties }, now, isOn)

beforeEach(async () => {
  await sql`truncate jobs, sources, scheduler_duties, documents cascade`
  await sql.begin((tx) => saveSources(tx, marketSources(true)))
})

describe('recovery', () => {
  it('cuts a text before the character that the limit falls into', async () => {
    const id = await document('emoji', `${'x'.repeat(99)}😀 and more`)
    const report = await openRounds({ sql: own, objects, textMax: 100 })(NOW)
    expect(report.failed).toEqual([])
    expect(await texts()).toEqual([[id, 'x'.repeat(99)]])
  })

  it('sends a text on with what PostgreSQL refuses replaced, offsets unchanged', async () => {
    const id = await document('nul', 'a\0b')
    expect((await openRounds({ sql: own, objects })(NOW)).failed).toEqual([])
    expect(await texts()).toEqual([[id, 'a\ufffdb']])
  })

  it('ends a document whose text is gone, with the reason, and sends the others on', async () => {
    const [gone, sound] = [await document('gone', null), await document('sound', 'text')]
    expect((await openRounds({ sql: own, objects })(NOW)).did['recovery']).toBe(1)
    expect(await texts()).toEqual([[sound, 'text']])
    expect((await states()).find(({ documentId }) => documentId === gone)).toMatchObject({
      status: 'extraction_failed',
      statusReason: 'text_missing',
    })
  })

  it('passes over a document that the store refuses, for four hours', async () => {
    const [bad, sound] = [await document('bad', 'x'), await document('sound', 'text')]
    const refusing = {
      ...objects,
      get: (bucket: string, key: string) =>
        key.includes(bad) ? Promise.reject(new Error('forbidden')) : objects.get(bucket, key),
    }
    expect((await openRounds({ sql: own, objects: refusing })(NOW)).failed).toEqual([])
    expect(await texts()).toEqual([[sound, 'text']])
    expect(await openRounds({ sql: own, objects })(at('15:05'))).toMatchObject({ failed: [] })
    expect(await texts()).toHaveLength(1)
    await sql`update jobs set state = 'done', settled_at = clock_timestamp()`
    await openRounds({ sql: own, objects })(at('19:10'))
    expect(new Set((await texts()).map(([id]) => id))).toEqual(new Set([bad, sound]))
  })

  it('waits while the store is away, and the rest of the round is done', async () => {
    await document('stuck', 'text')
    const report = await openRounds({ sql: own, objects: away })(NOW)
    expect(report).toEqual({ did: { sources: 5 }, failed: ['recovery'] })
    expect(await duty('recovery')).toMatchObject({
      lastGoodAt: null,
      failures: 1,
      lastError: 'the store is away',
      lastErrorAt: NOW,
      nextAt: at('15:01'),
    })
    const round = openRounds({ sql: own, objects })
    expect((await round(new Date('2019-01-03T15:00:30Z'))).did['recovery']).toBeUndefined()
    expect((await round(at('15:01'))).did['recovery']).toBe(1)
    expect(await duty('recovery')).toMatchObject({
      failures: 0,
      lastGoodAt: at('15:01'),
      nextAt: at('15:06'),
      lastError: 'the store is away',
    })
  })
})

describe('a round of duties', () => {
  it('does every other duty where one throws, hangs, or holds its transaction open', async () => {
    const report = await run([
      made('throws', { run: () => Promise.reject(new Error('no')) }),
      made('hangs', { deadlineMs: 20, run: () => new Promise(() => undefined) }),
      made('records_nothing', {
        run: () => Promise.resolve(() => Promise.reject(new Error('undone'))),
      }),
      made('sits_in_the_database', {
        deadlineMs: 50,
        run: () => Promise.resolve((tx) => tx`select pg_sleep(60)`.then(() => 1)),
      }),
      made('works'),
    ])
    expect(report).toEqual({
      did: { works: 1 },
      failed: ['throws', 'hangs', 'records_nothing', 'sits_in_the_database'],
    })
    const errors = (await readDuties(sql)).map(({ duty: name, lastError }) => [name, lastError])
    expect(Object.fromEntries(errors)).toEqual({
      throws: 'no',
      hangs: 'Do hangs: no answer within 20 ms',
      records_nothing: 'undone',
      sits_in_the_database: 'canceling statement due to statement timeout',
      works: null,
    })
  })

  it('tells a duty at its deadline to stop, and drops what it finds later', async () => {
    const calls: string[] = []
    const hangs = made('hangs', {
      deadlineMs: 20,
      run: ({ signal }) =>
        new Promise((resolve) => {
          signal.addEventListener('abort', () => {
            calls.push('aborted')
            resolve(() => Promise.resolve(calls.push('recorded')))
          })
        }),
    })
    expect((await run([hangs])).failed).toEqual(['hangs'])
    expect(calls).toEqual(['aborted'])
  })

  it('undoes what a failed duty wrote, and nothing else', async () => {
    const writes = (name: string, then: () => Promise<number>) =>
      made(name, {
        run: () =>
          Promise.resolve(async (tx) => {
            await enqueue(tx, [{ to: 'aggregation', job: { ticker: 'AAPL' } }], {
              key: `${name}:x`,
              now: NOW,
            })
            return then()
          }),
      })
    await run([
      writes('first', () => Promise.resolve(1)),
      writes('second', () => Promise.reject(new Error('no'))),
      writes('third', () => Promise.resolve(1)),
    ])
    const rows = await sql<{ producer: string }[]>`select producer from jobs order by seq`
    expect(rows.map(({ producer }) => producer)).toEqual(['first', 'third'])
  })

  it('tries a failed duty again after 60 s, then twice as long, and no longer than its bound', async () => {
    let now = NOW
    const fails = made('fails', { run: () => Promise.reject(new Error('no')) })
    const waits: number[] = []
    for (let time = 0; time < 6; time++) {
      await run([fails], now)
      const { nextAt } = (await duty('fails'))!
      waits.push((nextAt!.getTime() - now.getTime()) / 1000)
      expect((await run([fails], new Date(nextAt!.getTime() - 1000))).failed).toEqual([])
      now = nextAt!
    }
    expect(waits).toEqual([60, 120, 240, 480, 900, 900])
    expect((await duty('fails'))?.failures).toBe(6)
  })

  it('does not wait for a time that a clock set back has put far ahead', async () => {
    await run([made('fails', { run: () => Promise.reject(new Error('no')) })])
    expect((await run([made('fails')], at('09:00'))).did).toEqual({ fails: 1 })
  })

  it('keeps an error that PostgreSQL can store and a page can show', async () => {
    await run([
      made('fails', { run: () => Promise.reject(new Error(`a\0b\ud800${'x'.repeat(9_000)}`)) }),
    ])
    const { lastError } = (await duty('fails'))!
    expect(lastError).toHaveLength(DUTY_ERROR_MAX)
    expect(lastError?.slice(0, 5)).toBe('a\ufffdb\ufffdx')
  })

  it('does each duty once where two schedulers do it at once', async () => {
    let done = 0
    let looks = 0
    let bothLook: () => void = () => undefined
    const both = new Promise<void>((resolve) => {
      bothLook = resolve
    })
    const slow = made('slow', {
      async run() {
        if (++looks === 2) bothLook()
        await both
        return () => Promise.resolve(++done)
      },
    })
    const reports = await Promise.all([run([slow]), run([slow])])
    expect(reports.map(({ did }) => did).filter((did) => did['slow'] === 1)).toHaveLength(1)
    expect(done).toBe(1)
  })

  it('does only what is always on while the pipeline is off', async () => {
    const report = await run([made('rests'), made('stays', { isAlwaysOn: true })], NOW, false)
    expect(report.did).toEqual({ stays: 1 })
  })

  it('sums up although prices are due, where sources cannot be asked', async () => {
    await sql`insert into scheduler_duties (duty, failures, last_tried_at, next_at)
      values ('sources', 3, ${NOW}, ${at('15:10')})`
    await openRounds({ sql: own, objects })(NOW)
    expect((await duty('aggregation'))?.lastGoodAt).toEqual(NOW)
  })

  it('that has nothing to do writes nothing for a minute', async () => {
    const idle = made('idle', { run: () => Promise.resolve('nothing') })
    await run([idle])
    await run([idle], new Date('2019-01-03T15:00:30Z'))
    expect((await duty('idle'))?.lastGoodAt).toEqual(NOW)
    await run([idle], at('15:01'))
    expect((await duty('idle'))?.lastGoodAt).toEqual(at('15:01'))
  })
})
