/** Pages of reports. */

import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { getParentRoute } from '../../frame/root.tsx'

export const reportPages = [
  createRoute({
    getParentRoute,
    path: '/reports',
    staticData: {
      place: {
        group: 'Analyse',
        name: 'Reports',
        icon: 'M6 3h9l4 4v14H6zM15 3v4h4M9 12h7M9 16h5',
      },
    },
    component: lazyRouteComponent(() => import('./page/reports.tsx'), 'ReportsPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/reports/$id',
    component: lazyRouteComponent(() => import('./page/report.tsx'), 'ReportPage'),
  }),
] as const
