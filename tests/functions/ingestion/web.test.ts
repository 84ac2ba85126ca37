import { describe, expect, it } from 'vitest'
import { sha256 } from '#shared/host/ids.ts'
import { askSources } from '#shared/queue/ask-sources.ts'
import { openBench, jobFor } from './bench.ts'

const bench = await openBench()
const { sql, server } = bench
const NOW = '2019-01-03T15:00:00Z'
const feedConfig = (path: string) => ({ format: 'feed', url: `${server.url}${path}` })
const titles = async (sourceId: string) =>
  (
    await sql`select title from documents where source_id = ${sourceId} order by published_at, title`
  ).map((row) => row['title'] as string)

function rss(...items: string[]): string {
  return `<?xml version="1.0"?><rss version="2.0" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>T</title><link>http://x</link><description>d</description>${items.join('')}</channel></rss>`
}
const rssItem = (title: string, date = 'Thu, 03 Jan 2019 12:00:00 GMT', link = 'http://x/1') =>
  `<item><title>${title}</title><link>${link}</link>${date && `<pubDate>${date}</pubDate>`}<description><![CDATA[<p>Words</p>]]></description></item>`

describe('a feed', () => {
  it('of RSS is read, and asked for again only where it changed', async () => {
    let etag = '"1"'
    server.answer('/rss/a.xml', (request) =>
      request.headers['if-none-match'] === etag
        ? { status: 304, headers: { etag } }
        : {
            headers: { etag, 'content-type': 'application/rss+xml' },
            body: rss(rssItem('Profit &amp; loss'), rssItem('<b>Second</b> story')),
          },
    )
    const job = await jobFor(sql, {
      sourceType: 'web_scrape',
      sourceName: 'CNBC',
      config: { ...feedConfig('/rss/a.xml'), owner: 'cnbc.com' },
    })
    expect(await bench.run(job, NOW)).toHaveLength(2)
    const [row] = await sql`select * from documents where title = 'Profit & loss'`
    expect(row).toMatchObject({
      publisher: 'CNBC',
      credibilityScore: 0.75,
      publishedAt: new Date('2019-01-03T12:00:00Z'),
      url: 'http://x/1',
      documentType: 'article',
      sourceType: 'web_scrape',
    })
    expect(
      JSON.parse((await bench.objects.get(row?.['rawBucket'], row?.['rawKey'])).toString()),
    ).toEqual({
      id: '',
      title: 'Profit & loss',
      link: 'http://x/1',
      author: '',
      published: 'Thu, 03 Jan 2019 12:00:00 GMT',
      content: '',
      summary: '<p>Words</p>',
      publisher: 'CNBC',
    })
    expect(await titles(job.source_id)).toEqual(['Profit & loss', 'Second story'])
    expect(await bench.run(job, '2019-01-03T15:15:00Z')).toEqual([])
    expect(
      (
        await sql`select items_found from ingestion_runs where source_id = ${job.source_id} order by noted_at desc limit 1`
      )[0],
    ).toEqual({ itemsFound: 0 })
    etag = '"2"'
    await bench.run(job, '2019-01-03T15:30:00Z')
    expect(
      (
        await sql`select items_found, items_new from ingestion_runs where source_id = ${job.source_id} order by noted_at desc limit 1`
      )[0],
    ).toEqual({ itemsFound: 2, itemsNew: 0 })
  })

  it.each([
    [
      'Atom',
      `<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title><id>i</id><updated>2019-01-03T12:00:00Z</updated><entry><id>1</id><title>Atom story</title><link href="http://x/a"/><published>2019-01-03T12:00:00Z</published><updated>2019-01-03T12:00:00Z</updated></entry></feed>`,
    ],
    [
      'RDF',
      `<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="x"><title>T</title><link>l</link><description>d</description></channel><item rdf:about="x"><title>RDF story</title><link>http://x/r</link><dc:date>2019-01-03T12:00:00Z</dc:date></item></rdf:RDF>`,
    ],
  ])('of %s is read', async (kind, body) => {
    server.answer(`/rss/${kind}`, { body })
    const job = await jobFor(sql, {
      sourceType: 'macro_news',
      sourceName: kind,
      config: feedConfig(`/rss/${kind}`),
    })
    expect(await bench.run(job, NOW)).toHaveLength(1)
    expect(await titles(job.source_id)).toEqual([`${kind} story`])
  })

  it('is believed by its domain or owner, and not by whom its items claim to be', async () => {
    server.answer('/rss/fake.xml', {
      body: rss(
        ...['One', 'Two', 'Three'].map(
          (title) =>
            `<item><title>${title}</title><source url="https://reuters.com/">Reuters</source><dc:publisher>REUTERS</dc:publisher><pubDate>Thu, 03 Jan 2019 12:00:00 GMT</pubDate></item>`,
        ),
      ),
    })
    const told = { sourceType: 'web_scrape', credibilityScore: 0.5 } as const
    const fake = await jobFor(sql, {
      ...told,
      sourceName: 'Fake',
      config: { ...feedConfig('/rss/fake.xml'), owner: 'blog.some-blog.example' },
    })
    expect(await bench.run(fake, NOW)).toHaveLength(3)
    expect(
      await sql`select distinct publisher, publisher_domain, credibility_score from documents where source_id = ${fake.source_id}`,
    ).toEqual([
      { publisher: 'REUTERS', publisherDomain: 'some-blog.example', credibilityScore: 0.1 },
    ])
    expect(
      await sql`select name, owner, documents, credibility from publishers where domain = 'some-blog.example'`,
    ).toEqual([{ name: 'REUTERS', owner: 'some-blog.example', documents: 3, credibility: 0.1 }])
  })

  it('keeps what is odd about its dates, and stops at none of them', async () => {
    const dates = {
      Good: 'Thu, 03 Jan 2019 12:00:00 GMT',
      Zero: '0000-01-01T00:00:00Z',
      Past: '1970-01-01T00:00:00Z',
      Future: 'Thu, 03 Jan 2199 12:00:00 GMT',
      Bare: '2019-01-03 17:00:00',
    }
    server.answer('/rss/dates.xml', {
      body: rss(
        ...Object.entries(dates).map(([title, date]) =>
          rssItem(`${title} story`, date, `http://x/${title}`),
        ),
      ),
    })
    const config = { ...feedConfig('/rss/dates.xml'), time_zone: 'Asia/Kolkata' }
    const job = await jobFor(sql, { sourceType: 'web_scrape', sourceName: 'Dates', config })
    expect(await bench.run(job, NOW)).toHaveLength(5)
    expect(
      await sql`select title, published_at, date_flags from documents where source_id = ${job.source_id} order by title`,
    ).toEqual([
      { title: 'Bare story', publishedAt: new Date('2019-01-03T11:30:00Z'), dateFlags: [] },
      {
        title: 'Future story',
        publishedAt: new Date('2199-01-03T12:00:00Z'),
        dateFlags: ['date_implausible'],
      },
      { title: 'Good story', publishedAt: new Date('2019-01-03T12:00:00Z'), dateFlags: [] },
      { title: 'Past story', publishedAt: new Date(0), dateFlags: ['date_implausible'] },
      { title: 'Zero story', publishedAt: new Date(NOW), dateFlags: ['undated'] },
    ])
  })

  it('is asked for by its date where it gives no ETag, and by neither after it broke off', async () => {
    const changed = 'Thu, 03 Jan 2019 12:00:00 GMT'
    const whole = rss(
      rssItem('First', changed, 'http://x/f'),
      rssItem('Second', changed, 'http://x/s'),
    )
    const given: (string | undefined)[] = []
    let body = whole.slice(0, whole.indexOf('Second'))
    server.answer('/rss/dated.xml', (request) => {
      given.push(request.headers['if-modified-since'])
      return request.headers['if-modified-since'] === changed
        ? { status: 304 }
        : { headers: { 'last-modified': changed }, body }
    })
    const config = feedConfig('/rss/dated.xml')
    const job = await jobFor(sql, { sourceType: 'web_scrape', sourceName: 'Dated', config })
    expect(await bench.run(job, NOW)).toHaveLength(1)
    body = whole
    expect(await bench.run(job, '2019-01-03T15:15:00Z')).toHaveLength(1)
    expect(await bench.run(job, '2019-01-03T15:30:00Z')).toEqual([])
    expect(given).toEqual([undefined, undefined, changed])
    expect(
      await sql`select status from ingestion_runs where source_id = ${job.source_id} order by started_at`,
    ).toEqual(['partly', 'succeeded', 'succeeded'].map((status) => ({ status })))
  })

  it('that moved for good says where to, and one that is gone for good says so', async () => {
    server.answer('/rss/old.xml', { status: 301, headers: { location: '/rss/new.xml' } })
    server.answer('/rss/moving.xml', { status: 302, headers: { location: '/rss/new.xml' } })
    server.answer('/rss/new.xml', { body: rss() })
    server.answer('/rss/over.xml', { status: 410 })
    server.answer('/rss/off.xml', { status: 308, headers: { location: 'https://new.example/rss' } })
    const said = async (path: string) => {
      const job = await jobFor(sql, {
        sourceType: 'web_scrape',
        sourceName: path,
        config: feedConfig(path),
      })
      await bench.run(job, NOW).catch(() => undefined)
      const [run] = await sql`select error from ingestion_runs where source_id = ${job.source_id}`
      return run?.['error'] as string | null
    }
    expect(await said('/rss/old.xml')).toBe(`it moved for good to ${server.url}/rss/new.xml`)
    expect(await said('/rss/moving.xml')).toBeNull()
    expect(await said('/rss/over.xml')).toMatch(/found 410: it is gone for good$/)
    expect(await said('/rss/off.xml')).toMatch(/it moved for good to https:\/\/new\.example$/)
  })

  it('is asked for with its key, which no job and no error holds', async () => {
    const config = feedConfig('/rss/paid.xml?token=canary-token')
    server.answer('/rss/paid.xml', { body: rss(rssItem('Paid story')) })
    const job = await jobFor(sql, { sourceType: 'web_scrape', sourceName: 'Paid', config })
    await sql.begin((tx) => askSources(tx, [job], 'test', new Date(NOW)))
    const [row] = await sql<{ payload: string }[]>`
      select payload::text as payload from jobs where payload->>'source_name' = 'Paid'`
    expect(row?.payload).not.toContain('canary')
    const asked = JSON.parse(row!.payload) as typeof job
    await sql`update jobs set state = 'done', settled_at = clock_timestamp()`
    expect(await bench.run(asked, NOW)).toHaveLength(1)
    expect(server.asked).toContain('/rss/paid.xml?token=canary-token')
    server.answer('/rss/paid.xml', { status: 401, body: 'canary-token is no token' })
    await expect(bench.run(asked, '2019-01-03T16:00:00Z')).rejects.toThrow(
      'expected 200, found 401',
    )
    const runs = await sql`select r::text as row from ingestion_runs r`
    expect(JSON.stringify(runs)).not.toContain('canary')
  })

  it('may leave out dates and titles; an undated item is taken once', async () => {
    server.answer('/rss/odd.xml', {
      body: rss(
        rssItem('Undated', '', 'http://x/u'),
        rssItem('Badly dated', 'yesterday', 'http://x/b'),
        '<item><link>http://x/n</link></item>',
      ),
    })
    const job = await jobFor(sql, {
      sourceType: 'web_scrape',
      sourceName: 'Odd',
      config: feedConfig('/rss/odd.xml'),
    })
    expect(await bench.run(job, NOW)).toHaveLength(2)
    expect(await bench.run(job, '2019-01-05T15:00:00Z')).toEqual([])
    expect(
      (await sql`select error from ingestion_runs where source_id = ${job.source_id} limit 1`)[0],
    ).toEqual({ error: 'refused: 1 no_title' })
  })

  it('with an item dated ahead gives it when its time has come', async () => {
    server.answer('/rss/ahead.xml', (request) =>
      request.headers['if-none-match'] === '"x"'
        ? { status: 304 }
        : {
            headers: { etag: '"x"' },
            body: rss(rssItem('Ahead', 'Thu, 03 Jan 2019 16:00:00 GMT')),
          },
    )
    const job = await jobFor(sql, {
      sourceType: 'web_scrape',
      sourceName: 'Ahead',
      config: feedConfig('/rss/ahead.xml'),
    })
    expect(await bench.run(job, NOW)).toEqual([])
    expect(await bench.run(job, '2019-01-03T16:00:00Z')).toHaveLength(1)
  })

  it.each([
    ['broken off', rss(rssItem('x')).slice(0, 120), 'source_malformed'],
    ['HTML', '<html><body>Not found</body></html>', 'source_is_a_page'],
    ['empty', '', 'source_malformed'],
    ['JSON', '{"a":1}', 'source_malformed'],
    [
      'an entity bomb',
      '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><nofeed>&b;</nofeed>',
      'source_malformed',
    ],
  ])('that is %s is a failure on record', async (name, body, reason) => {
    server.answer('/rss/bad.xml', { body })
    const job = await jobFor(sql, {
      sourceType: 'web_scrape',
      sourceName: name,
      config: feedConfig('/rss/bad.xml'),
    })
    await expect(bench.run(job, NOW)).rejects.toMatchObject({ reason })
    expect(
      (await sql`select status, error from ingestion_runs where source_id = ${job.source_id}`)[0],
    ).toMatchObject({ status: 'failed', error: expect.stringMatching(/^Read a feed/) })
  })

  it('too large is refused as it arrives', async () => {
    server.answer('/rss/large.xml', { body: Buffer.alloc(11 * 1024 * 1024, 'x') })
    const job = await jobFor(sql, {
      sourceType: 'web_scrape',
      sourceName: 'Large',
      config: feedConfig('/rss/large.xml'),
    })
    await expect(bench.run(job, NOW)).rejects.toMatchObject({ reason: 'source_too_large' })
  })
})

describe('one story in two sources', () => {
  it('is one document, and which copy stands does not depend on the order', async () => {
    server.answer('/polygon/v2/reference/news', {
      body: JSON.stringify({
        results: [
          {
            title: 'Fed raises rates',
            published_utc: '2019-01-03T13:00:00Z',
            publisher: { name: 'The Guardian' },
            tickers: [],
          },
        ],
      }),
    })
    server.answer('/rss/guardian.xml', {
      body: rss(
        rssItem('Fed raises rates.', 'Thu, 03 Jan 2019 13:02:00 GMT'),
        rssItem('Only here'),
      ),
    })
    const news = await jobFor(sql, { sourceType: 'news_api', sourceName: 'News', config: {} })
    const guardian = await jobFor(sql, {
      sourceType: 'web_scrape',
      sourceName: 'Guardian',
      config: feedConfig('/rss/guardian.xml'),
    })
    const first = await bench.run(news, NOW)
    const second = await bench.run(guardian, NOW)
    expect([first.length, second.length]).toEqual([1, 1])
    expect(await titles(news.source_id)).toEqual(['Fed raises rates'])
    expect(await titles(guardian.source_id)).toEqual(['Only here'])
  })

  it('is recorded by the earlier kind, even where the later one was faster', async () => {
    server.answer('/polygon/v2/reference/news', {
      body: JSON.stringify({
        results: [
          {
            title: 'Turns',
            published_utc: '2019-01-03T13:00:00Z',
            publisher: { name: 'Reuters' },
            tickers: [],
          },
        ],
      }),
    })
    server.answer('/rss/turns.xml', {
      body: rss(rssItem('Turns', 'Thu, 03 Jan 2019 13:00:00 GMT')),
    })
    const news = await jobFor(sql, { sourceType: 'news_api', sourceName: 'News turn', config: {} })
    const reuters = await jobFor(sql, {
      sourceType: 'macro_news',
      sourceName: 'Reuters',
      config: feedConfig('/rss/turns.xml'),
    })
    const newsJob = {
      jobId: '5b0b9a52-7c9b-5d3c-8a53-0a4b7a6e1f01',
      now: new Date(NOW),
      signal: new AbortController().signal,
    }
    await sql`insert into jobs (job_id, list, payload, business_at, producer) values (${newsJob.jobId}, 'ingestion', ${sql.json(news as never)}, ${NOW}, 'test')`
    const late = bench.run(reuters, NOW)
    const settle = await bench.handlers.ingestion(news, newsJob)
    expect(await titles(reuters.source_id)).toEqual([])
    await sql.begin(async (tx) => {
      await settle(tx, newsJob.now)
      await tx`update jobs set state = 'done', settled_at = clock_timestamp() where job_id = ${newsJob.jobId}`
    })
    expect(await late).toEqual([])
    expect(await titles(news.source_id)).toEqual(['Turns'])
  })
})

describe('a page', () => {
  const page = (words: string, nonce: string) => `<html><head><title> Our
 page </title><script nonce="${nonce}">1</script></head><body><p>${words}</p></body></html>`

  it('is taken again when its words changed, not when its markup did', async () => {
    const html = (body: string) =>
      server.answer('/pages/ir', { headers: { 'content-type': 'text/html; charset=utf-8' }, body })
    const job = await jobFor(
      sql,
      { sourceType: 'web_scrape', sourceName: 'IR', config: { url: `${server.url}/pages/ir` } },
      'AAPL',
    )
    html(page('Results are good', 'a'))
    expect(await bench.run(job, NOW)).toMatchObject([{ job: { ticker: 'AAPL' } }])
    html(page('Results are good', 'b'))
    expect(await bench.run(job, '2019-01-03T16:00:00Z')).toEqual([])
    html(page('Results are bad', 'b'))
    expect(await bench.run(job, '2019-01-03T17:00:00Z')).toMatchObject([{ job: { version: 2 } }])
    const rows = await sql`
      select title, raw_bucket, raw_key, raw_sha256, raw_media_type, credibility_score
      from document_versions where document_id in
        (select document_id from documents where source_id = ${job.source_id} and version = 2)`
    expect(rows[0]).toMatchObject({
      title: 'Our page',
      rawBucket: 'stonks-raw-web',
      rawMediaType: 'text/html',
      credibilityScore: 0.6,
    })
    const raw = await bench.objects.get('stonks-raw-web', rows[0]?.['rawKey'])
    expect(raw.toString()).toBe(page('Results are good', 'a'))
    expect(sha256(raw)).toBe(rows[0]?.['rawSha256'])
  })

  it('is one document while its article is, whatever moves around and in it', async () => {
    const article = (around: string, words = 'raised its outlook') => ({
      headers: { 'content-type': 'text/html; charset=utf-8' },
      body: `<html><head><title>Apple ${words}</title><link rel="canonical" href="${server.url}/news/apple"></head><body><nav>${around}</nav><article><h1>Apple ${words}</h1><p>${around}</p><p>Apple ${words} on Tuesday after strong sales of phones in every region, it told investors in a statement.</p><p>Shares rose 7 percent in early trading, the best day in a year, as analysts raised their targets.</p></article><aside><h2>Most read</h2><a href="/x">${around} Other story about other things</a></aside></body></html>`,
    })
    const job = await jobFor(sql, {
      sourceType: 'web_scrape',
      sourceName: 'Moving',
      config: { url: `${server.url}/pages/moving?id=1` },
    })
    const runs: number[] = []
    const fetchAt = async (hour: number, reply: Parameters<typeof server.answer>[1]) => {
      server.answer('/pages/moving', reply)
      runs.push((await bench.run(job, `2019-01-03T${hour}:00:00Z`)).length)
    }
    await fetchAt(10, article('1,001 readers online'))
    await fetchAt(11, article('1,044 readers online'))
    await fetchAt(12, article('Updated 3 hours ago'))
    await fetchAt(13, article('14:02'))
    const wall =
      '<html><title>Before you continue</title><body><p>We value your privacy. We use cookies. Accept all cookies or manage consent.</p></body></html>'
    await fetchAt(14, { headers: { 'content-type': 'text/html' }, body: wall })
    await fetchAt(15, article('9 views', 'cut its outlook'))
    expect(runs).toEqual([1, 0, 0, 0, 0, 1])
    expect(
      await sql`select status from ingestion_runs where source_id = ${job.source_id} order by started_at`,
    ).toEqual(
      ['succeeded', 'succeeded', 'succeeded', 'succeeded', 'partly', 'succeeded'].map((status) => ({
        status,
      })),
    )
    const rows =
      await sql`select url, title from documents where source_id = ${job.source_id} order by title`
    expect(rows).toEqual([{ url: `${server.url}/news/apple`, title: 'Apple cut its outlook' }])
  })

  it.each([
    ['/pages/pdf', { headers: { 'content-type': 'application/pdf' } }, 'source_media_type'],
    ['/pages/none', { headers: {} }, 'source_media_type'],
    [
      '/pages/large',
      { headers: { 'content-type': 'text/plain' }, body: Buffer.alloc(5 * 1024 * 1024 + 1, 'x') },
      'source_too_large',
    ],
    [
      '/pages/away',
      { status: 302, headers: { location: 'http://169.254.169.254/latest/' } },
      'source_leads_elsewhere',
    ],
    [
      '/pages/file',
      { status: 302, headers: { location: 'file:///etc/passwd' } },
      'bad_source_config',
    ],
    [
      '/pages/loop',
      { status: 301, headers: { location: '/pages/loop' } },
      'source_leads_elsewhere',
    ],
    ['/pages/gone', { status: 410 }, 'source_gone'],
  ])('at %s is refused as %s', async (path, reply, reason) => {
    server.answer(path, reply)
    const job = await jobFor(sql, {
      sourceType: 'web_scrape',
      sourceName: path,
      config: { url: server.url + path },
    })
    await expect(bench.run(job, NOW)).rejects.toMatchObject({ reason })
  })

  it('may be at the end of redirects on the same origin', async () => {
    server.answer('/pages/old', { status: 301, headers: { location: '/pages/new' } })
    server.answer('/pages/new', { headers: { 'content-type': 'text/plain' }, body: 'Plain words' })
    const job = await jobFor(sql, {
      sourceType: 'web_scrape',
      sourceName: 'Moved',
      config: { url: `${server.url}/pages/old` },
    })
    expect(await bench.run(job, NOW)).toHaveLength(1)
  })

  it.each([[''], ['not a url'], ['ftp://x/y']])('at %j is a wrong setting', async (url) => {
    const job = await jobFor(sql, {
      sourceType: 'web_scrape',
      sourceName: `Setting ${url}`,
      config: { url },
    })
    await expect(bench.run(job, NOW)).rejects.toMatchObject({ reason: 'bad_source_config' })
  })
})

describe('filings', () => {
  const CIK = '0000320193'
  const filing = (number: string, form: string, at: string, primaryDocument = 'a.htm') => ({
    number,
    form,
    at,
    primaryDocument,
  })
  function submissions(...filings: ReturnType<typeof filing>[]): void {
    const recent = {
      accessionNumber: filings.map(({ number }) => number),
      acceptanceDateTime: filings.map(({ at }) => at),
      form: filings.map(({ form }) => form),
      primaryDocument: filings.map(({ primaryDocument }) => primaryDocument),
      primaryDocDescription: filings.map(({ form }) => form),
      items: filings.map(() => '2.02,9.01'),
    }
    server.answer(`/edgar-data/submissions/CIK${CIK}.json`, {
      body: JSON.stringify({ cik: '320193', filings: { recent, files: [] } }),
    })
  }

  it('are fetched once each, when New York clocks have passed their moment', async () => {
    submissions(
      filing('0000320193-19-000010', '8-K', '2019-01-03T10:30:00.000Z'),
      filing('0000320193-19-000009', '4', '2019-01-02T09:00:00.000Z'),
      filing('0000320193-19-000008', '10-Q', '2019-01-02T06:01:00.000Z', 'q.htm'),
      filing('0000320193-18-000001', '10-K', '2018-11-01T06:01:00.000Z'),
    )
    server.answer('/edgar/Archives/edgar/data/320193/000032019319000010/a.htm', {
      headers: { 'content-type': 'text/html' },
      body: '<p>8-K</p>',
    })
    server.answer('/edgar/Archives/edgar/data/320193/000032019319000008/q.htm', {
      headers: { 'content-type': 'text/html' },
      body: '<p>10-Q</p>',
    })
    const job = await jobFor(
      sql,
      {
        sourceType: 'filings_api',
        sourceName: 'SEC EDGAR',
        config: { cik: CIK },
        credibilityScore: 0.95,
      },
      'AAPL',
    )
    // 10:30 in New York is 15:30 UTC.
    expect(await bench.run(job, '2019-01-03T15:29:59Z')).toHaveLength(1)
    expect(await bench.run(job, '2019-01-03T15:30:00Z')).toHaveLength(1)
    const asked = server.asked.length
    expect(await bench.run(job, '2019-01-03T16:30:00Z')).toEqual([])
    expect(server.asked.slice(asked)).toEqual([`/edgar-data/submissions/CIK${CIK}.json`])
    const rows =
      await sql`select title, document_type, published_at, credibility_score, url, raw_bucket from documents where source_id = ${job.source_id} order by published_at`
    expect(rows).toEqual([
      expect.objectContaining({ title: 'AAPL 10-Q, items 2.02, 9.01' }),
      {
        title: 'AAPL 8-K, items 2.02, 9.01',
        documentType: 'filing',
        publishedAt: new Date('2019-01-03T15:30:00Z'),
        credibilityScore: 0.95,
        rawBucket: 'stonks-raw-filings',
        url: 'https://www.sec.gov/Archives/edgar/data/320193/000032019319000010/a.htm',
      },
    ])
  })

  it('of a company without any are none, and a refusal by EDGAR is not for good', async () => {
    const job = await jobFor(
      sql,
      { sourceType: 'filings_api', sourceName: 'None', config: { cik: CIK } },
      'AAPL',
    )
    submissions()
    expect(await bench.run(job, NOW)).toEqual([])
    server.answer(`/edgar-data/submissions/CIK${CIK}.json`, { status: 403 })
    const fault: unknown = await bench.run(job, NOW).catch((error: unknown) => error)
    expect(fault).toBeInstanceOf(Error)
    expect((fault as { reason?: string }).reason).toBeUndefined()
    server.answer(`/edgar-data/submissions/CIK${CIK}.json`, { body: '{"filings":{}}' })
    await expect(bench.run(job, NOW)).rejects.toMatchObject({ reason: 'source_malformed' })
  })

  it('need a number of the company', async () => {
    const job = await jobFor(
      sql,
      { sourceType: 'filings_api', sourceName: 'No cik', config: { cik: '../../x' } },
      'AAPL',
    )
    await expect(bench.run(job, NOW)).rejects.toMatchObject({ reason: 'bad_source_config' })
  })
})
