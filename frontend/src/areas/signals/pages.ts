/** Pages of trends and recommendations. */

import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { getParentRoute } from '../../frame/root.tsx'
import { listSearchOf } from '../../parts/listing/list-search.ts'
import { readEngineSearch } from './parts/engine-search.ts'

export const signalPages = [
  createRoute({
    getParentRoute,
    path: '/recommendations',
    validateSearch: listSearchOf(['ticker', 'action', 'mode']),
    staticData: {
      place: {
        group: 'Understand',
        name: 'Recommendations',
        icon: 'M12 3l2.5 6 6.5.5-5 4 1.7 6.5L12 16.5 6.300 20 8 13.500 3 9.500 9.500 9z',
        tab: 'Briefs',
      },
    },
    component: lazyRouteComponent(
      () => import('./page/recommendations.tsx'),
      'RecommendationsPage',
    ),
  }),
  createRoute({
    getParentRoute,
    path: '/recommendations/$id',
    component: lazyRouteComponent(() => import('./page/brief.tsx'), 'BriefPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/signal-engine',
    validateSearch: readEngineSearch,
    staticData: {
      place: {
        group: 'Understand',
        name: 'Signal engine',
        icon: 'M4 18V6M4 18h16M7 14l4-4 3 3 5-6M7 9l4 1 3-1 5 5',
      },
    },
    component: lazyRouteComponent(() => import('./page/signal-engine.tsx'), 'SignalEnginePage'),
  }),
  createRoute({
    getParentRoute,
    path: '/signal-engine/$ticker',
    component: lazyRouteComponent(() => import('./page/evaluated.tsx'), 'EvaluatedPage'),
  }),
] as const
