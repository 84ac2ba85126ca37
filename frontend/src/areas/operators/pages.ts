/** Pages for operators. */

import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
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
] as const
