/**
 * A long past of work and news in a migrated database, so many days of it.
 *
 * The same each day, so that what looks back a day finds the same in a long past as in a short one:
 * jobs done, documents read or not, fetches, trends with recommendations. And the same open now: a
 * backlog, dead letters, sources.
 */

import type { Sql } from '#shared/sql/open.ts'

export type PerDay = { jobs: number; documents: number; trends: number }

const TICKERS = 500
export const SELDOM_TICKER = 'SELDOM'
/** One document in so many names the seldom ticker. */
const SELDOM = 4_000

/** Seeds `days` days; `perDay` of each kind. */
export async function seedHistory(sql: Sql, days: number, perDay: PerDay): Promise<void> {
  // Rows that fit each other need no checking one by one, and are counted at the end.
  await sql.begin(async (tx) => {
    await tx`set local session_replication_role = replica`
    await tx.unsafe(openWork())
    await tx.unsafe(pastWork(days, perDay))
    await tx.unsafe(counted)
  })
  await sql.unsafe('vacuum analyze')
}

const spread = (perDay: number, days: number) =>
  `(select g, now() - g / ${perDay}.0 * interval '1 day' as t from generate_series(1, ${perDay * days}) g) as made`

const openWork = () => `
  insert into jobs (job_id, list, payload, business_at, relayed_at)
    select gen_random_uuid(), 'aggregation', '{"ticker":"AAPL"}', now(), now() from generate_series(1, 2000);
  insert into jobs (job_id, list, payload, state, business_at, settled_at, deliveries, reason)
    select gen_random_uuid(), 'extraction', '{}', 'dead', now(), now(), 5, 'invalid' from generate_series(1, 500);
  insert into companies (company_id, ticker, legal_name)
    select md5('c' || t)::uuid, t, t from (select 'T' || g as t from generate_series(0, ${TICKERS - 1}) g
      union all select '${SELDOM_TICKER}') named on conflict do nothing;
  insert into sources (source_id, company_id, source_type, source_name)
    select md5('s' || ticker)::uuid, company_id, 'news_api', 'wire' from companies;
  insert into trend_windows (ticker, trend_window, trend_id, as_of, direction, strength, confidence, contradiction,
      sentiment_mean, signal_count, source_count)
    select ticker, w, md5(ticker || w)::uuid, now(), 'neutral', 0, 0, 0, 0, 0, 0
    from companies, unnest(array['intraday', '1d', '7d', '30d', '90d']) w;`

const pastWork = (days: number, { jobs, documents, trends }: PerDay) => `
  insert into jobs (job_id, list, payload, state, business_at, enqueued_at, relayed_at, settled_at, deliveries)
    select md5('j' || g)::uuid, (array['parsing','extraction','aggregation','recommendation'])[1 + g % 4],
      jsonb_build_object('text', repeat('x', 100)), 'done', t, t, t, t, 1 from ${spread(jobs, days)};
  insert into ingestion_runs (ingestion_run_id, source_id, status, started_at)
    select gen_random_uuid(), source_id, 'succeeded', now() - g / 2.0 * interval '1 day'
    from sources, generate_series(1, ${2 * days}) g;
  insert into documents (document_id, source_type, document_type, content_hash, raw_bucket, raw_key, raw_sha256,
      published_at, ingested_at, status, status_at)
    select md5('h' || g)::uuid, 'news_api', 'article', md5('h' || g) || md5('h' || g), 'b', 'k', repeat('a', 64), t, t,
      (array['extracted','untracked','classified'])[1 + g % 3], t from ${spread(documents, days)};
  insert into document_company_mentions (document_id, company_id, ticker, alias, published_at)
    select md5('h' || g)::uuid, md5('c' || k)::uuid, k, k, t
    from ${spread(documents, days)}, lateral (select case g % ${SELDOM} when 0 then '${SELDOM_TICKER}' else 'T' || g % ${TICKERS} end as k) named;
  insert into document_intelligence (reading_id, document_id, model, model_version, prompt_version, confidence,
      input_sha256, input_length, extracted_at)
    select document_id, document_id, 'rules', 'v1', 'v1', 0.5, 'x', 1, status_at from documents where status = 'extracted';
  insert into document_impact_records (impact_id, reading_id, document_id, company_id, ticker, sentiment,
      sentiment_score, impact_score, confidence, published_at, extracted_at)
    select md5('i' || document_id)::uuid, document_id, document_id, m.company_id, m.ticker, 'neutral', 0, 0.5, 0.5,
      d.published_at, d.status_at
    from documents d join document_company_mentions m using (document_id) where d.status = 'extracted';
  insert into trend_history (trend_id, ticker, trend_window, as_of, direction, strength, confidence, contradiction,
      sentiment_mean, signal_count, source_count, market, scoring_version, impact_ids)
    select md5('t' || g)::uuid, 'T' || g % ${TICKERS}, '7d', t, 'neutral', 0, 0, 0, 0, 0, 0, '{}', 'v1', '{}'
    from ${spread(trends, days)};
  insert into recommendations (recommendation_id, ticker, trend_window, trend_id, generated_at, action, mode,
      confidence, strength, contradiction, direction, ineligibilities, checks, portfolio_pct, max_loss_pct, thesis,
      thesis_model)
    select md5('t' || g)::uuid, 'T' || g % ${TICKERS}, '7d', md5('t' || g)::uuid, t,
      case g % 4 when 0 then 'buy' else 'watch' end, case g % 4 when 0 then 'paper_eligible' else 'informational' end,
      0.5, 0, 0, 'neutral', '{low_confidence}', '[]', 0, 0, repeat('w', 100), 't' from ${spread(trends, days)};`

/** What the triggers would have counted. */
const counted = `
  delete from job_counts;
  insert into job_counts select 0, list, count(*) filter (where state = 'queued'),
    count(*) filter (where state = 'queued' and relayed_at is null), count(*) filter (where state = 'dead'), count(*),
    count(*) filter (where state = 'done'), 0, count(*) filter (where state = 'dead'), sum(deliveries), 0, 0
    from jobs group by list;
  delete from row_counts;
  insert into row_counts
    select 0, 'documents', status, count(*) from documents group by status
    union all select 0, 'impacts', ticker, count(*) from document_impact_records group by ticker
    union all select 0, 'orders', state, count(*) from orders group by state;
  insert into portfolio_days
    select distinct on (session_date) session_date, taken_at, equity, cash, positions_value, reserve
    from portfolio_snapshots order by session_date, taken_at desc on conflict do nothing;`
