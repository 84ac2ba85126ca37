/** What publishers did before is looked up as their documents come in: how often prices bore them out as well. */

import { expect, it } from 'vitest'
import { openBench, jobFor } from './bench.ts'

const { run, server, sql } = await openBench()
const NOW = '2019-07-03T15:00:00Z'

/** Half a year of good work: all that earns a record. */
async function work(domain: string): Promise<void> {
  await sql`insert into publishers (domain, name, owner, first_seen_at, documents, credibility, stories, confirmed, confirmed_days)
    values (${domain}, ${domain}, ${domain}, '2019-01-01', 100, 0.5, 80, 20, 20)`
}

it('a record that was earned is not held by whom prices contradict, from the moment after it was counted', async () => {
  for (const domain of ['honest.com', 'contrary.com', 'just-now.com']) await work(domain)
  await sql`insert into publisher_records (domain, tried, borne_out, through, counted_at, tried_before, borne_out_before)
    values ('honest.com', 100, 41, '2019-07-02', null, 0, 0),
      ('contrary.com', 100, 40, '2019-07-02', '2019-07-03T14:59:59Z', 99, 40),
      ('just-now.com', 100, 40, '2019-07-02', ${NOW}, 99, 40)`
  server.answer('/polygon/v2/reference/news', {
    body: JSON.stringify({
      status: 'OK',
      results: ['honest', 'contrary', 'just-now'].map((site, id) => ({
        id: `n${id}`,
        title: `A story that only ${site} tells`,
        published_utc: '2019-07-03T12:00:00Z',
        article_url: `https://${site}.com/${id}`,
        publisher: { name: site },
        tickers: ['AAPL'],
      })),
    }),
  })
  await run(await jobFor(sql, { sourceType: 'news_api', config: {}, credibilityScore: 0.5 }), NOW)
  expect(
    await sql`select publisher_domain as domain, owner_record as record,
      round(credibility_score::numeric, 4)::float8 as believed from documents order by 1`,
  ).toEqual([
    { domain: 'contrary.com', record: 'none', believed: 0.4984 },
    { domain: 'honest.com', record: 'earned', believed: 0.5 },
    { domain: 'just-now.com', record: 'earned', believed: 0.5 },
  ])
})
