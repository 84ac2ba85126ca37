/** How the signal engine's setting stands, beside what was measured of it. */

import type { EngineStanding } from '#shared/contracts/api/engine-setting.ts'
import type { Served } from '#shared/contracts/api/route.ts'
import { previousSession } from '#shared/domain/market/calendar.ts'
import type { Db } from '#shared/sql/open.ts'
import { tellShadowSetting } from '#shared/sql/risk/shadow-setting.ts'
import { readHitRates } from '#shared/sql/signal-engine/hit-rates.ts'

export async function tellEngineStanding(db: Db, now: Date): Promise<Served<EngineStanding>> {
  const { date } = previousSession(now)
  const [setting, hits, [said]] = await Promise.all([
    tellShadowSetting(db, 'signal_engine'),
    readHitRates(db, now),
    db<[{ tickers: number; bought: number }]>`
      select count(*)::int as tickers,
        (count(*) filter (where heuristic_verdict = 'buy' and probabilistic_verdict = 'buy'))::int as bought
      from (
        select distinct on (ticker) heuristic_verdict, probabilistic_verdict from signal_engine_outputs
        where session_date = ${date}::date and evaluated_at <= ${now}
        order by ticker, evaluated_at desc
      ) newest`,
  ])
  const hitRates = [...hits].map(([name, measured]) => ({ name, ...measured }))
  return { ...setting, lastSession: { date, ...said }, hitRates }
}
