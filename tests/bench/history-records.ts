/** A long past of what reports and pages of the world are made of, beside work, news and orders. */

import type { Sql } from '#shared/sql/open.ts'

/** Seeds `days` days up to now; 40 rows a day of what often comes, one report a day. Documents are there already. */
export async function seedRecords(sql: Sql, days: number): Promise<void> {
  await sql.begin(async (tx) => {
    await tx`set local session_replication_role = replica`
    await tx.unsafe(records(days))
  })
  await sql.unsafe('vacuum analyze')
}

const OFTEN = 40

const records = (days: number) => `
  create temp table told on commit drop as
    select g, now() - g / ${OFTEN}.0 * interval '1 day' as t from generate_series(1, ${OFTEN * days}) g;
  update documents set document_type = 'macro_event', story_id = md5('story' || g % 2000)::uuid
    from told where document_id = md5('h' || g * 3)::uuid;
  insert into global_events (global_event_id, document_id, event_type, severity, direction, confidence, model,
      model_version, prompt_version, occurred_at, classified_at)
    select md5('e' || g)::uuid, md5('h' || g * 3)::uuid, 'rates', 'moderate', 'negative', 0.5, 'rules', '1', '1', t, t
    from told where exists (select from documents where document_id = md5('h' || g * 3)::uuid);
  insert into counterfactuals (account_id, recommendation_id, kind, code, ticker, decided_at, state, entered_on, profit,
      reason, ended_on, looked_at)
    select current_account_id(), md5('f' || g)::uuid, 'skipped', 'spread', 'T' || g % 9, t, 'ended', t::date, 1, 'time',
      t::date + 20, t from told;
  insert into agent_performance_log (agent_id, at, latency_ms, outcome, model)
    select (select agent_id from ai_agents order by slug limit 1), t, 12, 'answered', 'm' from told;
  insert into notification_wishes (wish_id, kind, subject, says, made_at, taken_at)
    select md5('w' || g)::uuid, 'order_filled', 'T', 'T', t, t from told;
  insert into trading_reports (report_id, report_type, period_end, body, made_at)
    select md5('r' || g)::uuid, 'daily', t, jsonb_build_object('findings', '[]'::jsonb, 'pad', repeat('x', 2000)), t
    from told where g % ${OFTEN} = 0;`
