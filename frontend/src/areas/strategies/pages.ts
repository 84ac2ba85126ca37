/** The page of strategies in shadow. */

import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { getParentRoute } from '../../frame/root.tsx'
import { readStrategySearch } from './parts/strategy-search.ts'

export const strategyPages = [
  createRoute({
    getParentRoute,
    path: '/strategies',
    validateSearch: readStrategySearch,
    staticData: {
      place: {
        group: 'Understand',
        name: 'Strategies',
        icon: 'M5 20V10M12 20V4M19 20v-7M3 20h18',
      },
    },
    component: lazyRouteComponent(() => import('./page/strategies.tsx'), 'StrategiesPage'),
  }),
] as const
