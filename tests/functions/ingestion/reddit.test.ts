import { expect, test } from 'vitest'
import { openReddit } from '#shared/clients/reddit/client.ts'
import { unpaced, type Pacer } from '#shared/clients/pace/pacer.ts'
import { redditPosts } from '#shared/clients/reddit/posts.ts'
import { readPosts } from '#shared/clients/reddit/read-posts.ts'
import { postCredibility } from '#shared/domain/source/post-standing.ts'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beside } from '../../helpers/beside.ts'
import { jobFor, openBench } from './bench.ts'

const bench = await openBench()
const { sql, server } = bench
const NOW = '2026-03-02T15:00:00Z'
const seconds = (text: string) => Date.parse(text) / 1000

const post = (id: string, change: Record<string, unknown> = {}) => ({
  kind: 't3',
  data: {
    name: `t3_${id}`,
    title: `Post ${id}`,
    selftext: '',
    author: 'ann',
    author_fullname: 't2_ann',
    subreddit: 'stocks',
    permalink: `/r/stocks/comments/${id}/post/`,
    url: 'https://reuters.com/story',
    created_utc: seconds('2026-03-02T14:00:00Z'),
    score: 1000,
    num_comments: 12,
    ...change,
  },
})
const listing = (children: unknown[], after: string | null = null) => ({
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ kind: 'Listing', data: { children, after } }),
})
const AUTHORS = '/reddit/api/user_data_by_account_ids.json'
const authors = {
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({ t2_ann: { name: 'ann', created_utc: seconds('2020-01-01') }, t2_x: null }),
}

test('posts are documents of low standing, each once; what is no news is passed over', async () => {
  server.answer('/reddit/r/stocks/new.json', () =>
    listing([
      post('a1', { is_self: true, selftext: 'Ford recalls trucks' }),
      post('a2', { score: -5, author_fullname: 't2_new' }),
      post('a3', { crosspost_parent: 't3_a1', subreddit: 'investing' }),
      post('b1', { removed_by_category: 'moderator' }),
      post('b2', { selftext: '[removed]' }),
      post('b3', { author: '[deleted]' }),
      post('b4', { stickied: true }),
      post('b5', { over_18: true }),
      post('b6', { created_utc: seconds('2026-02-20') }),
      post('c1', { title: null }),
      null,
      { kind: 't3', data: { title: 'No name' } },
      post('c2', { score: 'many', title: 'Odd\0 fields \ud83d', url: 7 }),
    ]),
  )
  server.answer('/reddit/r/gone/new.json', { status: 404, body: '{}' })
  server.answer(AUTHORS, authors)
  const job = await jobFor(sql, {
    sourceType: 'reddit',
    sourceName: 'Reddit',
    config: { subreddits: ['gone', 'stocks'] },
  })
  expect(await bench.run(job, NOW)).toHaveLength(3)
  const rows = await sql`
    select title, publisher, publisher_domain, credibility_score, url, raw_bucket, raw_key
    from documents where source_id = ${job.source_id} order by title`
  expect(
    rows.map((row) => [row['title'], row['publisherDomain'], row['credibilityScore']]),
  ).toEqual([
    [expect.stringMatching(/^Odd.* fields/), 'reddit.com', 0.2],
    ['Post a1', 'reddit.com', 0.3],
    ['Post a2', 'reddit.com', 0.1],
  ])
  const raw = JSON.parse(
    (await bench.objects.get(rows[1]?.['rawBucket'], rows[1]?.['rawKey'])).toString(),
  )
  expect(raw).toMatchObject({
    id: 't3_a1',
    content: 'Ford recalls trucks',
    link: 'https://www.reddit.com/r/stocks/comments/a1/post/',
    score: 1000,
    comments: 12,
    author_age_days: expect.closeTo(2252.6, 0),
    is_self: true,
    links_to: null,
  })
  const [run] =
    await sql`select status, error from ingestion_runs where source_id = ${job.source_id}`
  expect(run?.['status']).toBe('partly')
  expect(run?.['error']).toMatch(/r\/gone.*404/)
  for (const words of ['2 removed', '1 deleted', '1 stickied', '1 nsfw'])
    expect(run?.['error']).toContain(words)
  expect(await bench.run(job, '2026-03-02T15:10:00Z')).toEqual([])
})

test('pages are read until what is older than asked for', async () => {
  const asked: (string | null)[] = []
  server.answer('/reddit/r/wide/hot.json', (request) => {
    const after = new URL(request.url ?? '', 'http://x').searchParams.get('after')
    asked.push(after)
    return after === null
      ? listing([post('p1')], 't3_p1')
      : listing([post('p2', { created_utc: seconds('2026-02-01') })], 't3_p2')
  })
  server.answer(AUTHORS, { status: 403, body: '{}' })
  const config = { subreddits: ' wide, ', listing: 'hot' }
  const job = await jobFor(sql, { sourceType: 'reddit', sourceName: 'Wide', config })
  expect(await bench.run(job, NOW)).toHaveLength(1)
  expect(asked).toEqual([null, 't3_p1'])
})

test('of many subreddits each is reached in turn, and the run says how long all take', async () => {
  const names = Array.from({ length: 25 }, (_, n) => `sub${n}`)
  const asked: string[] = []
  for (const name of names)
    server.answer(`/reddit/r/${name}/new.json`, () => {
      asked.push(name)
      return listing([post(`${name}x`)])
    })
  server.answer(AUTHORS, authors)
  const config = { subreddits: names }
  const job = await jobFor(sql, { sourceType: 'reddit', sourceName: 'Many', config })
  await bench.run(job, NOW)
  expect(asked).toEqual(names.slice(0, 20))
  const [run] =
    await sql`select status, items_missing, error from ingestion_runs where source_id = ${job.source_id}`
  // What it did not come to it has not asked for, and so it stands for no fetch that failed.
  expect(run).toMatchObject({ status: 'partly', itemsMissing: 5 })
  expect(run?.['error']).toContain('r/sub24: left to the next fetch')
  expect(run?.['error']).toContain(
    '20 of 25 subreddits, r/sub20 is next: all are read in 2 fetches, about 20 min',
  )
  asked.length = 0
  await bench.run(job, '2026-03-02T15:10:00Z')
  expect(asked).toEqual([...names.slice(20), ...names.slice(0, 15)])
})

test('what was read is kept when Reddit wants to be left alone, and the rest comes next', async () => {
  let left = 2
  const asked: string[] = []
  for (const name of ['aa', 'bb', 'cc', 'dd'])
    server.answer(`/reddit/r/${name}/new.json`, () => {
      if ((left -= 1) < 0) return { status: 429, headers: { 'retry-after': '60' }, body: '{}' }
      asked.push(name)
      return listing([post(`${name}y`)])
    })
  server.answer(AUTHORS, authors)
  const config = { subreddits: ['aa', 'bb', 'cc', 'dd'] }
  const job = await jobFor(sql, { sourceType: 'reddit', sourceName: 'Halted', config })
  expect(await bench.run(job, NOW)).toHaveLength(2)
  left = 9
  await bench.run(job, '2026-03-02T15:10:00Z')
  expect(asked).toEqual(['aa', 'bb', 'cc', 'dd', 'aa', 'bb'])
})

test('a fetch that has begun waits for its turns: put off each time, it would never end', async () => {
  server.answer('/reddit/r/one/new.json', () => listing([post('o1')]))
  server.answer('/reddit/r/two/new.json', () => listing([post('o2')]))
  server.answer(AUTHORS, authors)
  const turns: unknown[] = []
  const pacer: Pacer = {
    ...unpaced,
    turn: (_signal, asked) => Promise.resolve(void turns.push(asked?.hasBegun)),
  }
  const base = `${server.url}/reddit`
  const options = { oauthUrl: base, clientId: '', clientSecret: '', userAgent: 'test', pacer }
  const config = { subreddits: ['one', 'two'] }
  const job = await jobFor(sql, { sourceType: 'reddit', sourceName: 'Two', config })
  const seen = { lastPublishedAt: null, state: {} }
  const { signal } = new AbortController()
  const found = await redditPosts(openReddit({ baseUrl: base, ...options }))({
    job,
    seen,
    now: new Date(NOW),
    signal,
  } as never)
  expect(found.documents).toHaveLength(2)
  expect(turns).toEqual([false, true, true])
})

test('a client with a key asks for a token once, renews one that is taken back, and follows nobody', async () => {
  const asked: string[] = []
  let tokens = 0
  server.answer('/reddit/api/v1/access_token', (request) => {
    tokens += 1
    asked.push(request.headers.authorization ?? '')
    return { body: JSON.stringify({ access_token: `t${tokens}`, expires_in: 3600 }) }
  })
  server.answer('/oauth/r/stocks/new', (request) =>
    request.headers.authorization === 'bearer t1' && asked.length > 1
      ? { status: 401, body: '{}' }
      : (asked.push(request.headers.authorization ?? ''), listing([])),
  )
  server.answer('/oauth/r/away/new', { status: 302, headers: { location: 'http://evil.example/' } })
  const reddit = openReddit({
    baseUrl: `${server.url}/reddit`,
    oauthUrl: `${server.url}/oauth`,
    clientId: 'id',
    clientSecret: 'secret',
    userAgent: 'test',
  })
  const { signal } = new AbortController()
  await reddit.read('/r/stocks/new', {}, signal)
  await reddit.read('/r/stocks/new', {}, signal)
  const basic = `Basic ${Buffer.from('id:secret').toString('base64')}`
  expect(asked).toEqual([basic, 'bearer t1', basic, 'bearer t2'])
  await expect(reddit.read('/r/away/new', {}, signal)).rejects.toMatchObject({
    reason: 'source_leads_elsewhere',
  })
})

test.each([
  [0, null, 0.1],
  [-100, 10_000, 0.2],
  [1e6, 0, 0.2],
  [1000, 365, 0.3],
  [1e9, 1e9, 0.3],
])('score %d and an author of %s days are believed %d', (score, days, credibility) => {
  expect(postCredibility(score, days)).toBe(credibility)
})

const recorded = beside('data/api-fixtures/reddit')
test.skipIf(recorded.why !== '')(`a recorded listing is read whole${recorded.why}`, () => {
  const path = join(recorded.path, 'subreddit_hot.json')
  expect(existsSync(path)).toBe(true)
  const [, exchange] = JSON.parse(readFileSync(path, 'utf8')) as { body: unknown }[]
  const read = readPosts(exchange?.body)
  expect(read?.posts.length).toBe(102)
  expect(read?.rejects).toEqual([])
})

test.each([
  {},
  { subreddits: [] },
  { subreddits: ['a/../b'] },
  { subreddits: 7 },
  { subreddits: 'a b/c' },
  { subreddits: ['ok'], listing: 'top' },
])('settings %j are refused', async (config) => {
  const job = await jobFor(sql, {
    sourceType: 'reddit',
    sourceName: JSON.stringify(config),
    config,
  })
  await expect(bench.run(job, NOW)).rejects.toMatchObject({ reason: 'bad_source_config' })
})
