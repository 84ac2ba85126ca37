/** What the small day knows of how good it is: runs of readers, a look at trends, records of publishers. */

import type { RankCorrelation, WindowRun } from '#shared/contracts/api/quality.ts'
import type { Sql } from '#shared/sql/open.ts'
import { saveMetric, TRENDS } from '#shared/sql/quality/metrics.ts'
import { ids, minutesAgo } from './fixture-base.ts'

const share = (at: number) => ({ labels: 400, precision: at, recall: at, f1: at })
const bin = (at: number, count: number, accuracy: number) => ({
  from: at,
  to: at + 0.1,
  count,
  confidence: at + 0.05,
  accuracy,
})

const run = (accuracy: number, ece: number, bins: ReturnType<typeof bin>[]) => ({
  lines: 900,
  labels: 1184,
  accuracy,
  macro_f1: accuracy,
  per_class: { positive: share(accuracy), neutral: share(accuracy), negative: share(accuracy) },
  differing_accuracy: accuracy - 0.05,
  brier: 0.12,
  ece,
  texts_per_second: 1620,
  tokens: 0,
  set: 'headlines.jsonl',
  version: '1',
  prompt_version: 'none',
  bins,
})

const rho = (at: number, half: number | null): RankCorrelation => ({
  samples: 618,
  days: 82,
  rho: at,
  interval: half === null ? null : { low: at - half, high: at + half },
})
const windowRun = (window: WindowRun['window'], at: number) => ({
  window,
  run_days: 5,
  tickers: 40,
  next: rho(at, 0.06),
  overnight: rho(0.08, 0.05),
  same: rho(0.11, 0.05),
  words: { next: rho(0.01, 0.06), same: rho(0.05, 0.06) },
  beyond_words: rho(at - 0.01, 0.05),
  by_stories: [
    { name: '1', ...rho(at, 0.08) },
    { name: '3+', ...rho(at + 0.02, null) },
  ],
  by_catalyst: [{ name: 'merger_acquisition', ...rho(-0.04, 0.2) }],
})

export async function fillQuality(sql: Sql): Promise<void> {
  const says = [bin(0.5, 200, 0.55), bin(0.7, 300, 0.72), bin(0.9, 684, 0.94)]
  const tooShy = [bin(0.1, 700, 0.74), bin(0.4, 484, 0.83)]
  for (const [model, detail] of [
    ['rules-v1', run(0.78, 0.34, tooShy)],
    ['rules-v2', run(0.835, 0.012, says)],
  ] as const)
    await saveMetric(sql, { model, metric: 'evaluation', value: detail.accuracy, detail }, minutesAgo(90)) // prettier-ignore
  const windows = [windowRun('1d', 0.02), windowRun('7d', -0.01)]
  const detail = { sessions: 84, first: '2023-11-10', last: '2024-03-13', samples: 1236, baseline: 'word-count', windows } // prettier-ignore
  await saveMetric(sql, { model: TRENDS, metric: 'trend_quality', value: 0.02, detail }, minutesAgo(80)) // prettier-ignore
  await fillEdge(sql)
  await sql`insert into publishers (domain, name, owner, first_seen_at, documents, credibility) values
    ('reuters.com', 'Reuters', 'Thomson Reuters', ${minutesAgo(60 * 24 * 90)}, 812, 0.9),
    ('fresh-wire.example', 'Fresh Wire', 'fresh-wire.example', ${minutesAgo(60)}, 3, 0.3)`
  await sql`insert into publisher_records (domain, tried, borne_out, through)
    values ('reuters.com', 241, 127, '2024-03-13')`
  await sql`insert into source_records (source_id, tried, borne_out, through)
    values (${ids.source('Polygon news')}, 310, 171, '2024-03-13'), (${ids.source('CNBC')}, 100, 40, '2024-03-13')`
  for (const [place, domain] of ['reuters.com', 'reuters.com', 'fresh-wire.example'].entries())
    await sql`update documents set source_id = ${ids.source('Polygon news')}, publisher_domain = ${domain}
      where document_id = ${ids.document(place + 2)}`
}

/** Sixty sessions in which no window knows anything, over the next session and over five. */
async function fillEdge(sql: Sql): Promise<void> {
  await sql`insert into edge_days (kind, name, session_date, horizon, companies, ic, spread, turnover, capacity)
    select 'trend', name, date '2024-01-02' + day, horizon, 12, 0.4 * sin(day * 7 + ascii(name) + horizon),
      0.002 * sin(day * 7 + ascii(name)), case when horizon = 1 then 0.3 end, case when horizon = 1 then 250000 end
    from unnest(array['1d', '7d', '90d']) name, generate_series(0, 59) day, unnest(array[1, 5]) horizon`
}
