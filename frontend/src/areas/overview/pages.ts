/** The first page. */

import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { getParentRoute } from '../../frame/root.tsx'

export const overviewPages = [
  createRoute({
    getParentRoute,
    path: '/',
    staticData: {
      place: {
        group: 'Watch',
        name: 'Overview',
        icon: 'M3 12l9-8 9 8M6 10v10h12V10',
        tab: 'Overview',
      },
    },
    component: lazyRouteComponent(() => import('./page/overview.tsx'), 'OverviewPage'),
  }),
] as const
