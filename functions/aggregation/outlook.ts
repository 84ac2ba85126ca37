/** Where the trends just stored go from here: read, computed and stored beside them. */

import { patternOf } from '#shared/domain/competitive/pattern.ts'
import type { CompetitiveSettings } from '#shared/domain/competitive/settings.ts'
import { earningsDays, nextEarnings } from '#shared/domain/fundamentals/earnings-dates.ts'
import { newYorkDate, shiftDate } from '#shared/domain/market/calendar.ts'
import { PROJECTED, project, type ProjectedHorizon } from '#shared/domain/projection/projection.ts'
import type { Scoring } from '#shared/domain/signal/scoring.ts'
import type { Trend } from '#shared/domain/signal/trend.ts'
import { readEarningsDates } from '#shared/sql/fundamentals/earnings-dates.ts'
import type { Tx } from '#shared/sql/open.ts'
import { readLastingImpacts, saveProjections } from '#shared/sql/signals/projections.ts'
import { readPatternBars } from '#shared/sql/signals/rival-news.ts'
import type { PastTrends } from '#shared/sql/signals/trends.ts'
import { companyIdOf } from '#shared/sql/universe/companies.ts'

type Outlook = {
  scoring: Scoring
  competitive: CompetitiveSettings
  projectionConfidenceMin: number
}

/** Projects a day, a week and a month from the trends of these windows. */
export async function projectTrends(
  tx: Tx,
  kept: readonly Trend[],
  { before }: PastTrends,
  outlook: Outlook,
): Promise<void> {
  const trends = kept.filter((trend): trend is Trend & { window: ProjectedHorizon } =>
    (PROJECTED as readonly string[]).includes(trend.window),
  )
  const [first] = trends
  if (!first) return
  const { ticker, asOf } = first
  const macroIds = [...new Set(trends.flatMap(({ ids }) => ids.macro))]
  const [impacts, catalysts] = await Promise.all([
    readLastingImpacts(tx, macroIds),
    readOutlooks(tx, first, outlook.competitive),
  ])
  const projections = trends.map((trend) =>
    project(
      trend.window,
      {
        trend,
        previousMean: before.get(trend.window)?.sentimentMean ?? null,
        macro: impacts.filter(({ impactId }) => trend.ids.macro.includes(impactId)),
        catalysts: catalysts(trend.window),
      },
      outlook.scoring,
      outlook.projectionConfidenceMin,
    ),
  )
  await saveProjections(tx, ticker, asOf, projections)
}

const DAYS: Readonly<Record<ProjectedHorizon, number>> = { '1d': 1, '7d': 7, '30d': 30 }

/** What the price did after results, for each horizon in which the next are due; nothing where too few were. */
async function readOutlooks(
  tx: Tx,
  { ticker, asOf }: Trend,
  settings: CompetitiveSettings,
): Promise<(horizon: ProjectedHorizon) => number[]> {
  const days = earningsDays(await readEarningsDates(tx, companyIdOf(ticker), asOf))
  const today = newYorkDate(asOf)
  const next = nextEarnings(days, today)
  if (!next || next.date > shiftDate(today, DAYS['30d'])) return () => []
  const bars = await readPatternBars(tx, ticker, asOf)
  return (horizon) => {
    if (next.date > shiftDate(today, DAYS[horizon])) return []
    const pattern = patternOf(days, bars, horizon, { asOf, settings })
    return pattern.samples < settings.samplesMin ? [] : [pattern.bullish - pattern.bearish]
  }
}
