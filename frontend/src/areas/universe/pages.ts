/** Pages of the tracked universe. */

import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { getParentRoute } from '../../frame/root.tsx'
import { listSearchOf } from '../../parts/listing/list-search.ts'
import { readCompanySearch } from './parts/company-search.ts'

export const universePages = [
  createRoute({
    getParentRoute,
    path: '/companies',
    validateSearch: listSearchOf(['words', 'sector', 'active', 'trend']),
    staticData: {
      place: {
        group: 'Understand',
        name: 'Companies',
        icon: 'M4 20V5h9v15M13 10h7v10M7 9h3M7 13h3M16 14h1',
      },
    },
    component: lazyRouteComponent(() => import('./page/companies.tsx'), 'CompaniesPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/companies/$ticker',
    validateSearch: readCompanySearch,
    component: lazyRouteComponent(() => import('./page/company.tsx'), 'CompanyPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/universe',
    staticData: {
      place: {
        group: 'Govern',
        name: 'Registry',
        icon: 'M5 4h14v16H5zM5 9h14M9 13h6M9 16h4',
      },
    },
    component: lazyRouteComponent(() => import('./page/registry.tsx'), 'RegistryPage'),
  }),
] as const
