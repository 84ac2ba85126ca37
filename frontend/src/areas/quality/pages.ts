/** The pages that say how good all of it is, and whether it knows anything of prices. */

import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { getParentRoute } from '../../frame/root.tsx'

export const qualityPages = [
  createRoute({
    getParentRoute,
    path: '/quality',
    staticData: {
      place: {
        group: 'Understand',
        name: 'Model quality',
        icon: 'M4 20V4M4 20h16M7 16l4-5 3 3 6-8',
      },
    },
    component: lazyRouteComponent(() => import('./page/quality.tsx'), 'QualityPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/edge',
    staticData: {
      place: {
        group: 'Understand',
        name: 'Edge',
        icon: 'M3 12h18M6 12V8M10 12v5M14 12V5M18 12v3',
      },
    },
    component: lazyRouteComponent(() => import('./page/edge.tsx'), 'EdgePage'),
  }),
] as const
