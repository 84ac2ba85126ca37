/** Pages of the tracked universe. */

import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { getParentRoute } from '../../frame/root.tsx'

export const universePages = [
  createRoute({
    getParentRoute,
    path: '/companies',
    staticData: {
      place: {
        group: 'Understand',
        name: 'Companies',
        icon: 'M4 20V5h9v15M13 10h7v10M7 9h3M7 13h3M16 14h1',
      },
    },
    component: lazyRouteComponent(() => import('./page/companies.tsx'), 'CompaniesPage'),
  }),
] as const
