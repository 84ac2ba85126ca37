/** Pages about the installation itself. */

import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { searchOf } from '../../api/search-of.ts'
import { getParentRoute } from '../../frame/root.tsx'

export const systemPages = [
  createRoute({
    getParentRoute,
    path: '/alerts',
    staticData: {
      place: {
        group: 'Watch',
        name: 'Alerts',
        icon: 'M6 16V11a6 6 0 0 1 12 0v5l2 2H4zM10 21h4',
      },
    },
    component: lazyRouteComponent(() => import('./page/alerts.tsx'), 'AlertsPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/system',
    validateSearch: searchOf(['service', 'level', 'trace', 'words']),
    staticData: {
      place: {
        group: 'Govern',
        name: 'System',
        icon: 'M4 5h16v5H4zM4 14h16v5H4zM7 7.5h.01M7 16.5h.01',
      },
    },
    component: lazyRouteComponent(() => import('./page/system.tsx'), 'SystemPage'),
  }),
] as const
