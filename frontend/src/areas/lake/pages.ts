/** The page that takes questions to the lake. */

import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { getParentRoute } from '../../frame/root.tsx'
import { readSqlSearch } from './parts/address.ts'

export const lakePages = [
  createRoute({
    getParentRoute,
    path: '/sql',
    validateSearch: readSqlSearch,
    staticData: {
      place: {
        group: 'Analyse',
        name: 'SQL',
        icon: 'M4 6c0-1.7 3.6-3 8-3s8 1.3 8 3-3.6 3-8 3-8-1.3-8-3zM4 6v12c0 1.7 3.6 3 8 3s8-1.3 8-3V6M4 12c0 1.7 3.6 3 8 3s8-1.3 8-3',
      },
    },
    component: lazyRouteComponent(() => import('./page/sql.tsx'), 'SqlPage'),
  }),
] as const
