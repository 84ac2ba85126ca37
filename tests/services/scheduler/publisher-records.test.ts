/** Records of publishers over a real database: each session once, and only by what was there in time. */

import { expect, it } from 'vitest'
import { newYorkInstant } from '#shared/domain/market/calendar.ts'
import { countPublished, readPublisherPasts } from '#shared/sql/documents/publishers.ts'
import type { Sql } from '#shared/sql/open.ts'
import { countPublisherRecords } from '../../../services/scheduler/publisher-records.ts'
import { cloneDatabase } from '../../helpers/database.ts'
import { putCompany, putDocument } from '../../helpers/signals.ts'

const signal = new AbortController().signal

async function bars(sql: Sql, date: string, moves: Record<string, number>): Promise<void> {
  for (const [ticker, move] of Object.entries(moves))
    await sql`insert into market_snapshots (ticker, timespan, starts_at, session_date, open, high, low,
        close, volume, fetched_at)
      values (${ticker}, '1d', ${newYorkInstant(date, '00:00')}, ${date}, 100, 150, 50,
        ${100 * (1 + move)}, 1000, ${newYorkInstant(date, '16:15')})`
}

async function say(
  sql: Sql,
  told: {
    domain: string
    ticker: string
    at: string
    sentiment: 'positive' | 'negative' | 'neutral'
    ingestedAt?: string
  },
): Promise<void> {
  const publishedAt = new Date(told.at)
  const { documentId } = await putDocument(sql, {
    ...told,
    name: `${told.domain} ${told.at}`,
    publishedAt,
  })
  const { domain } = told
  await sql`update documents set publisher_domain = ${domain}, ingested_at = ${told.ingestedAt ?? told.at}
    where document_id = ${documentId}`
  await sql.begin((tx) =>
    countPublished(
      tx,
      [{ publisherDomain: domain, publisher: domain, credibilityScore: 0.5 }],
      publishedAt,
    ),
  )
}

const count = async (sql: Sql, now: string) => {
  const settle = await countPublisherRecords(sql, { now: new Date(now), signal })
  return typeof settle === 'string' ? settle : sql.begin((tx) => settle(tx))
}
const recordsOf = (sql: Sql) =>
  sql`select domain, tried, borne_out, through::text from publisher_records order by domain`

it('counts each session once, a publisher once a company and session, against the mean', async () => {
  const { sql, as } = await cloneDatabase()
  const scheduler = as('stonks_orchestration')
  for (const ticker of ['ACME', 'BOLT', 'CORP']) await putCompany(sql, ticker)
  expect(await count(scheduler, '2026-01-07T12:00:00Z')).toBe('nothing')
  // All fall; the one that falls least has risen against the mean.
  await bars(sql, '2026-01-05', { ACME: 0, BOLT: 0, CORP: 0 })
  await bars(sql, '2026-01-06', { ACME: -0.01, BOLT: -0.05, CORP: -0.03 })
  const early = '2026-01-05T20:00:00Z'
  await say(sql, { domain: 'right.example', ticker: 'ACME', at: early, sentiment: 'positive' })
  await say(sql, {
    domain: 'right.example',
    ticker: 'ACME',
    at: '2026-01-05T21:00:00Z',
    sentiment: 'positive',
  })
  await say(sql, { domain: 'right.example', ticker: 'BOLT', at: early, sentiment: 'negative' })
  await say(sql, { domain: 'wrong.example', ticker: 'BOLT', at: early, sentiment: 'positive' })
  await say(sql, { domain: 'mild.example', ticker: 'BOLT', at: early, sentiment: 'neutral' })
  // Dated before the open, and brought in once it was known what happened.
  await say(sql, {
    domain: 'late.example',
    ticker: 'ACME',
    at: early,
    sentiment: 'positive',
    ingestedAt: '2026-01-06T14:30:00Z',
  })
  await say(sql, {
    domain: 'after.example',
    ticker: 'ACME',
    at: '2026-01-06T14:30:00Z',
    sentiment: 'positive',
  })

  // The session is not over for the record before the next day begins in New York.
  expect(await count(scheduler, '2026-01-07T04:59:00Z')).toBe('nothing')
  expect(await count(scheduler, '2026-01-07T05:00:00Z')).toBe(2)
  const found = [
    { domain: 'right.example', tried: 2, borneOut: 2, through: '2026-01-06' },
    { domain: 'wrong.example', tried: 1, borneOut: 0, through: '2026-01-06' },
  ]
  expect(await recordsOf(sql)).toEqual(found)
  expect(await count(scheduler, '2026-01-07T06:00:00Z')).toBe('nothing')
  expect(await recordsOf(sql)).toEqual(found)
})

it('counts a source once a company and session, whoever published what it brought', async () => {
  const { sql } = await cloneDatabase()
  for (const ticker of ['ACME', 'BOLT']) await putCompany(sql, ticker)
  await bars(sql, '2026-01-06', { ACME: 0.1, BOLT: 0 })
  const at = '2026-01-05T20:00:00Z'
  await say(sql, { domain: 'a.example', ticker: 'ACME', at, sentiment: 'positive' })
  await say(sql, { domain: 'b.example', ticker: 'ACME', at, sentiment: 'positive' })
  await say(sql, { domain: 'b.example', ticker: 'BOLT', at, sentiment: 'positive' })
  await say(sql, { domain: 'c.example', ticker: 'ACME', at, sentiment: 'negative' })
  const [{ sourceId } = { sourceId: '' }] = await sql<{ sourceId: string }[]>`
    insert into sources (source_id, source_type, source_name, config)
    values (gen_random_uuid(), 'news_api', 'wire', '{}') returning source_id`
  await sql`update documents set source_id = ${sourceId} where publisher_domain <> 'c.example'`
  await count(sql, '2026-01-07T05:00:00Z')
  expect(await recordsOf(sql)).toMatchObject([{ tried: 1 }, { tried: 2 }, { tried: 1 }])
  expect(await sql`select source_id, tried, borne_out, through::text from source_records`).toEqual([
    { sourceId, tried: 2, borneOut: 1, through: '2026-01-06' },
  ])
})

it('keeps what stood before, so that a moment reads nothing that it counts itself', async () => {
  const { sql } = await cloneDatabase()
  for (const ticker of ['ACME', 'BOLT']) await putCompany(sql, ticker)
  const domain = 'wire.example'
  for (const [before, date] of [
    ['2026-01-05', '2026-01-06'],
    ['2026-01-06', '2026-01-07'],
  ] as const) {
    await bars(sql, date, { ACME: 0.1, BOLT: 0 })
    await say(sql, { domain, ticker: 'ACME', at: `${before}T20:00:00Z`, sentiment: 'positive' })
  }
  const triedBy = async (moment: string) =>
    (await readPublisherPasts(sql, [domain], new Date(moment))).get(domain)?.tried
  await count(sql, '2026-01-07T05:00:00Z')
  expect(await triedBy('2026-01-07T05:00:00Z')).toBe(0)
  expect(await triedBy('2026-01-07T05:00:00.001Z')).toBe(1)
  await count(sql, '2026-01-08T05:00:00Z')
  expect(await triedBy('2026-01-08T05:00:00Z')).toBe(1)
  expect(await triedBy('2026-01-08T05:00:00.001Z')).toBe(2)
})

it('waits for bars some days, then counts the session as one that said nothing', async () => {
  const { sql } = await cloneDatabase()
  for (const ticker of ['ACME', 'BOLT']) await putCompany(sql, ticker)
  await bars(sql, '2026-01-05', { ACME: 0, BOLT: 0.1 })
  await say(sql, {
    domain: 'wire.example',
    ticker: 'ACME',
    at: '2026-01-05T20:00:00Z',
    sentiment: 'negative',
  })
  expect(await count(sql, '2026-01-07T12:00:00Z')).toBe('nothing')
  expect(await count(sql, '2026-01-11T12:00:00Z')).toBe(0)
  expect(await recordsOf(sql)).toEqual([])
})

it('of two schedulers that look at once, one records', async () => {
  const { sql } = await cloneDatabase()
  for (const ticker of ['ACME', 'BOLT']) await putCompany(sql, ticker)
  await bars(sql, '2026-01-05', { ACME: 0, BOLT: 0 })
  await bars(sql, '2026-01-06', { ACME: 0.1, BOLT: 0 })
  await say(sql, {
    domain: 'wire.example',
    ticker: 'ACME',
    at: '2026-01-05T20:00:00Z',
    sentiment: 'positive',
  })
  const look = () => countPublisherRecords(sql, { now: new Date('2026-01-07T12:00:00Z'), signal })
  const settles = await Promise.all([look(), look()])
  const counts = await Promise.all(
    settles.map(async (settle) =>
      typeof settle === 'string' ? settle : sql.begin((tx) => settle(tx)),
    ),
  )
  expect(counts.toSorted()).toEqual([0, 1])
  expect(await recordsOf(sql)).toMatchObject([{ tried: 1, borneOut: 1 }])
})
