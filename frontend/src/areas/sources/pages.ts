/** Pages of sources: where data comes from, and how that fares. */

import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { getParentRoute } from '../../frame/root.tsx'
import { readSearch } from './parts/search.ts'

export const sourcePages = [
  createRoute({
    getParentRoute,
    path: '/sources',
    validateSearch: readSearch,
    staticData: {
      place: {
        group: 'Watch',
        name: 'Sources',
        icon: 'M5 19a1 1 0 1 0 0-.01M5 12a7 7 0 0 1 7 7M5 5a14 14 0 0 1 14 14',
      },
    },
    component: lazyRouteComponent(() => import('./page/sources.tsx'), 'SourcesPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/sources/$id',
    component: lazyRouteComponent(() => import('./page/source.tsx'), 'SourcePage'),
  }),
] as const
