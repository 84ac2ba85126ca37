/** What codes, words and figures mean, and the guides, within reach of where they stand. */

import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { searchOf } from '../../api/search-of.ts'
import { getParentRoute } from '../../frame/root.tsx'

export const helpPages = [
  createRoute({
    getParentRoute,
    path: '/help',
    validateSearch: searchOf(['words']),
    staticData: {
      place: {
        group: 'Govern',
        name: 'Help',
        icon: 'M12 21a9 9 0 1 0 0-18a9 9 0 0 0 0 18M9.5 9.500a2.500 2.500 0 1 1 3.500 2.300c-.7.3-1 .8-1 1.700M12 17h.01',
      },
    },
    component: lazyRouteComponent(() => import('./page/help.tsx'), 'HelpPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/guides/$',
    component: lazyRouteComponent(() => import('./page/guide.tsx'), 'GuidePage'),
  }),
] as const
