/** Rows behind trends that the small day has too few of: projections, signals of rivals, ends of sessions. */

import type { Sql } from '#shared/sql/open.ts'

const DAY = '2024-03-04T15:00:00Z'

export async function seedTrendRows(sql: Sql): Promise<void> {
  await sql`insert into trend_projections (ticker, horizon, as_of, trend_id, direction, strength, confidence,
      low_confidence, macro_contribution_pct, diverges_from_current, components)
    select ticker, horizon, ${DAY}::timestamptz + g * interval '1 h',
      md5(ticker || horizon || g)::uuid, 'bullish', 0.4, 0.5, false, 0.1, false, '{}'
    from unnest(array['AAPL', 'XOM']) ticker, unnest(array['1d', '7d']) horizon, generate_series(1, 2) g`
  await sql`insert into competitive_signal_records (competitive_signal_id, source_ticker, target_ticker,
      document_id, catalyst, direction, strength, pattern_confidence, created_at, impact_id,
      relationship_type, relationship_strength, published_at)
    select md5('rival ' || g)::uuid, 'MSFT', 'NVDA', (select min(document_id::text)::uuid from documents),
      'earnings', 1, 0.3, 0.6, ${DAY}, md5('impact ' || g)::uuid, 'direct_rival', 0.8,
      ${DAY}::timestamptz + (g / 2) * interval '1 h'
    from generate_series(1, 4) g`
  await sql`insert into portfolio_days (session_date, taken_at, equity, cash, positions_value, reserve)
    select day::date, day + interval '21 h', 100000, 100000, 0, 0
    from generate_series('2024-03-04'::timestamp, '2024-03-07', interval '1 day') day`
}
