/** Pages of trends and recommendations. */

import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { getParentRoute } from '../../frame/root.tsx'
import { readAdviceSearch } from './parts/advice-search.ts'

export const signalPages = [
  createRoute({
    getParentRoute,
    path: '/recommendations',
    validateSearch: readAdviceSearch,
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
] as const
