/** Every route of every service, by area. What a token may ask is said in areas. */

import { accessRoutes } from './access.ts'
import { agentRoutes } from './agents.ts'
import { alertRoutes } from './alerts.ts'
import { approvalRoutes } from './approvals.ts'
import { auditRoutes } from './audit.ts'
import { backtestRoutes } from './backtests.ts'
import { byHandRoutes } from './by-hand.ts'
import { descriptionRoutes } from './description.ts'
import { documentRoutes } from './documents.ts'
import { engineRoutes } from './engine.ts'
import { eventRoutes } from './events.ts'
import { lakeRoutes } from './lake.ts'
import { layerRoutes } from './layers.ts'
import { limitRoutes } from './limits.ts'
import { notificationRoutes } from './notifications.ts'
import { operatorRoutes } from './operators.ts'
import { overviewRoutes } from './overview.ts'
import { parityRoutes } from './parity.ts'
import { portfolioRoutes } from './portfolio.ts'
import { qualityRoutes } from './quality.ts'
import { realMoneyRoutes } from './real-money.ts'
import { registryRoutes } from './registry.ts'
import { riskRoutes } from './risk.ts'
import { reportRoutes } from './reports.ts'
import { resetRoutes } from './reset.ts'
import { switchAccountRoutes } from './switch-account.ts'
import type { ApiRoute, RouteKey, RouteService } from './route.ts'
import { engineSettingRoutes } from './engine-setting.ts'
import { signalEngineRoutes } from './signal-engine.ts'
import { signalRecordRoutes } from './signal-records.ts'
import { signalRoutes } from './signals.ts'
import { sourceTrialRoutes } from './source-trials.ts'
import { sourceRoutes } from './sources.ts'
import { standingRoutes } from './standing.ts'
import { systemRoutes } from './system.ts'
import { checkRoutes } from './trading-checks.ts'
import { configRoutes } from './trading-config.ts'
import { resultRoutes } from './trading-results.ts'
import { tradingRoutes } from './trading.ts'
import { strategyRoutes, strategySettingRoutes } from './strategies.ts'
import { strategyWeightRoutes } from './strategy-weights.ts'
import { universeRoutes } from './universe.ts'
import { watchRoutes } from './watch.ts'

const areas = {
  access: accessRoutes,
  audit: auditRoutes,
  overview: overviewRoutes,
  operators: operatorRoutes,
  system: { ...systemRoutes, ...alertRoutes },
  trading: { ...tradingRoutes, ...portfolioRoutes, ...parityRoutes },
  universe: universeRoutes,
  documents: documentRoutes,
  events: eventRoutes,
  signals: {
    ...signalRoutes,
    ...signalRecordRoutes,
    ...signalEngineRoutes,
    ...strategyRoutes,
    ...strategyWeightRoutes,
  },
  quality: qualityRoutes,
  reports: reportRoutes,
  backtests: backtestRoutes,
  lake: lakeRoutes,
  sources: sourceRoutes,
  models: agentRoutes,
  registry: { ...registryRoutes, ...sourceTrialRoutes },
  risk: {
    ...riskRoutes,
    ...limitRoutes,
    ...layerRoutes,
    ...engineSettingRoutes,
    ...strategySettingRoutes,
    ...approvalRoutes,
  },
  engine: {
    ...engineRoutes,
    ...standingRoutes,
    ...realMoneyRoutes,
    ...resetRoutes,
    ...switchAccountRoutes,
    ...configRoutes,
    ...byHandRoutes,
    ...resultRoutes,
    ...checkRoutes,
    ...notificationRoutes,
  },
  watch: watchRoutes,
  description: descriptionRoutes,
} as const
export type Area = keyof typeof areas
export const AREAS = Object.keys(areas) as Area[]

export const catalogue = {
  ...accessRoutes,
  ...auditRoutes,
  ...overviewRoutes,
  ...operatorRoutes,
  ...systemRoutes,
  ...alertRoutes,
  ...tradingRoutes,
  ...portfolioRoutes,
  ...parityRoutes,
  ...universeRoutes,
  ...documentRoutes,
  ...eventRoutes,
  ...signalRoutes,
  ...signalRecordRoutes,
  ...signalEngineRoutes,
  ...strategyRoutes,
  ...strategyWeightRoutes,
  ...qualityRoutes,
  ...reportRoutes,
  ...backtestRoutes,
  ...lakeRoutes,
  ...sourceRoutes,
  ...agentRoutes,
  ...registryRoutes,
  ...sourceTrialRoutes,
  ...riskRoutes,
  ...limitRoutes,
  ...layerRoutes,
  ...engineSettingRoutes,
  ...strategySettingRoutes,
  ...approvalRoutes,
  ...engineRoutes,
  ...standingRoutes,
  ...realMoneyRoutes,
  ...resetRoutes,
  ...switchAccountRoutes,
  ...configRoutes,
  ...byHandRoutes,
  ...resultRoutes,
  ...checkRoutes,
  ...notificationRoutes,
  ...watchRoutes,
  ...descriptionRoutes,
} as const

export type Catalogue = typeof catalogue

/** What is asked for from outside. */
export const outsideRoutes = Object.entries<ApiRoute>(catalogue)
  .filter(([, { inside }]) => !inside)
  .map(([key]) => key as keyof Catalogue)

/** What of the catalogue one service answers. */
export type RoutesOf<S extends RouteService> = {
  [K in keyof Catalogue as Catalogue[K]['service'] extends S ? K : never]: Catalogue[K]
}

/** The area a route stands in. */
export function areaOf(key: RouteKey): Area {
  const found = AREAS.find((area) => key in areas[area])
  if (found === undefined) throw new RangeError(`Find ${key}: it stands in no area`)
  return found
}
