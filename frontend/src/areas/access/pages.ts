/** Pages of who may do what here, and who did. */

import { createRoute, lazyRouteComponent, redirect } from '@tanstack/react-router'
import { getParentRoute } from '../../frame/root.tsx'

export const accessPages = [
  createRoute({
    getParentRoute,
    path: '/sign-in',
    // Whoever is not signed in meets the way in at every address: this one leads on.
    beforeLoad: () => {
      throw redirect({ to: '/', replace: true })
    },
  }),
  createRoute({
    getParentRoute,
    path: '/audit',
    staticData: {
      place: {
        group: 'Govern',
        name: 'Audit',
        icon: 'M12 3l7 3v6c0 4-3 7-7 9-4-2-7-5-7-9V6zM9 12l2 2 4-4',
        needs: 'GET /api/audit',
      },
    },
    component: lazyRouteComponent(() => import('./page/audit.tsx'), 'AuditPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/keys',
    staticData: {
      place: {
        group: 'Govern',
        name: 'Keys and sessions',
        icon: 'M8 15a4 4 0 1 1 3-6.500L20 9v3h-2v2h-3v-2h-4a4 4 0 0 1-3 3zM7 11h.01',
      },
    },
    component: lazyRouteComponent(() => import('./page/keys.tsx'), 'KeysPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/people',
    staticData: {
      place: {
        group: 'Govern',
        name: 'Users and roles',
        icon: 'M9 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6zM3 20c0-3 3-5 6-5s6 2 6 5M16 5a3 3 0 0 1 0 6M17 15c2 .5 4 2 4 5',
        needs: 'GET /api/access/people',
      },
    },
    component: lazyRouteComponent(() => import('./page/people.tsx'), 'PeoplePage'),
  }),
  createRoute({
    getParentRoute,
    path: '/tokens',
    staticData: {
      place: {
        group: 'Govern',
        name: 'API tokens',
        icon: 'M8 6l-5 6 5 6M16 6l5 6-5 6M13 5l-2 14',
      },
    },
    component: lazyRouteComponent(() => import('./page/tokens.tsx'), 'TokensPage'),
  }),
] as const
