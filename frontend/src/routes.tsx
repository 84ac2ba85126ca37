/** Every page, area by area; the rail shows their places in this order. */

import { createRouter } from '@tanstack/react-router'
import { accessPages } from './areas/access/pages.ts'
import { backtestPages } from './areas/backtests/pages.ts'
import { documentPages } from './areas/documents/pages.ts'
import { eventPages } from './areas/events/pages.ts'
import { helpPages } from './areas/help/pages.ts'
import { lakePages } from './areas/lake/pages.ts'
import { modelPages } from './areas/models/pages.ts'
import { operatorPages } from './areas/operators/pages.ts'
import { overviewPages } from './areas/overview/pages.ts'
import { qualityPages } from './areas/quality/pages.ts'
import { reportPages } from './areas/reports/pages.ts'
import { signalPages } from './areas/signals/pages.ts'
import { strategyPages } from './areas/strategies/pages.ts'
import { sourcePages } from './areas/sources/pages.ts'
import { systemPages } from './areas/system/pages.ts'
import { tradingPages } from './areas/trading/pages.ts'
import { universePages } from './areas/universe/pages.ts'
import { rootRoute } from './frame/root.tsx'

const routeTree = rootRoute.addChildren([
  ...overviewPages,
  ...operatorPages,
  ...sourcePages,
  ...tradingPages,
  ...universePages,
  ...documentPages,
  ...eventPages,
  ...signalPages,
  ...strategyPages,
  ...modelPages,
  ...qualityPages,
  ...backtestPages,
  ...lakePages,
  ...reportPages,
  ...systemPages,
  ...accessPages,
  ...helpPages,
])

export const router = createRouter({ routeTree, defaultPreload: 'intent', scrollRestoration: true })

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
