/** The page that says how good all of it is. */

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
] as const
