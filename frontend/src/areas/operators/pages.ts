/** Pages for operators. */

import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { searchOf } from '../../api/search-of.ts'
import { getParentRoute } from '../../frame/root.tsx'

export const operatorPages = [
  createRoute({
    getParentRoute,
    path: '/pipeline',
    staticData: {
      place: {
        group: 'Watch',
        name: 'Pipeline',
        icon: 'M4 6h5v5H4zM15 13h5v5h-5zM9 8h5a3 3 0 0 1 3 3v2',
        tab: 'Pipeline',
      },
    },
    component: lazyRouteComponent(() => import('./page/pipeline.tsx'), 'PipelinePage'),
  }),
  createRoute({
    getParentRoute,
    path: '/pipeline/$stage',
    validateSearch: searchOf(['range']),
    component: lazyRouteComponent(() => import('./page/stage.tsx'), 'StagePage'),
  }),
  createRoute({
    getParentRoute,
    path: '/traces/$id',
    component: lazyRouteComponent(() => import('./page/trace.tsx'), 'TracePage'),
  }),
] as const
