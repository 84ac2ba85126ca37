/** Every route of the API. */

import { accessRoutes } from './access.ts'
import { documentRoutes } from './documents.ts'
import { operatorRoutes } from './operators.ts'
import { overviewRoutes } from './overview.ts'
import { signalRoutes } from './signals.ts'
import { tradingRoutes } from './trading.ts'
import { universeRoutes } from './universe.ts'

export const catalogue = {
  ...accessRoutes,
  ...overviewRoutes,
  ...operatorRoutes,
  ...tradingRoutes,
  ...universeRoutes,
  ...documentRoutes,
  ...signalRoutes,
} as const

export type Catalogue = typeof catalogue
