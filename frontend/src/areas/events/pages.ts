/** Pages of events of the world. */

import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { getParentRoute } from '../../frame/root.tsx'
import { readEventSearch } from './parts/event-search.ts'

export const eventPages = [
  createRoute({
    getParentRoute,
    path: '/events',
    validateSearch: readEventSearch,
    staticData: {
      place: {
        group: 'Understand',
        name: 'Events',
        icon: 'M12 3a9 9 0 1 0 0 18a9 9 0 0 0 0-18M3 12h18M12 3c5 6 5 12 0 18M12 3c-5 6-5 12 0 18',
      },
    },
    component: lazyRouteComponent(() => import('./page/events.tsx'), 'EventsPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/events/$id',
    component: lazyRouteComponent(() => import('./page/event.tsx'), 'EventPage'),
  }),
] as const
