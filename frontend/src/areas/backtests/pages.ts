/** Pages of backtests. */

import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { getParentRoute } from '../../frame/root.tsx'

export const backtestPages = [
  createRoute({
    getParentRoute,
    path: '/backtests',
    staticData: {
      place: {
        group: 'Understand',
        name: 'Backtests',
        icon: 'M3 12a9 9 0 1 0 3-6.7M3 4v5h5M12 8v5l3 2',
      },
    },
    component: lazyRouteComponent(() => import('./page/backtests.tsx'), 'BacktestsPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/backtests/$id',
    component: lazyRouteComponent(() => import('./page/backtest.tsx'), 'BacktestPage'),
  }),
] as const
