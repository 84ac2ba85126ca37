/** Pages of the tracked universe. */

import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { getParentRoute } from '../../frame/root.tsx'
import { listSearchOf } from '../../parts/listing/list-search.ts'
import { readCompanySearch } from './parts/company-search.ts'

export const universePages = [
  createRoute({
    getParentRoute,
    path: '/companies',
    validateSearch: listSearchOf(['words', 'sector', 'active', 'watchlist', 'trend']),
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
    path: '/watchlists',
    staticData: {
      place: {
        group: 'Understand',
        name: 'Watchlists',
        icon: 'M4 6h10M4 12h7M4 18h7M17 11l1.500 3 3.500.5-2.500 2.400.6 3.400-3.100-1.600-3.100 1.600.6-3.400L12 14.500l3.500-.5z',
      },
    },
    component: lazyRouteComponent(() => import('./page/watchlists.tsx'), 'WatchlistsPage'),
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
