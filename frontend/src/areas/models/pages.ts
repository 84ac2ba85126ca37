/** The page of agents and the models they ask. */

import { createRoute, lazyRouteComponent } from '@tanstack/react-router'
import { searchOf } from '../../api/search-of.ts'
import { getParentRoute } from '../../frame/root.tsx'

/** The hours that figures are shown of, kept in the address. */
const readHours: (search: Readonly<Record<string, unknown>>) => { hours?: string } = searchOf([
  'hours',
])

export const modelPages = [
  createRoute({
    getParentRoute,
    path: '/models',
    validateSearch: readHours,
    staticData: {
      place: {
        group: 'Understand',
        name: 'Models',
        icon: 'M7 7h10v10H7zM10 3v4M14 3v4M10 17v4M14 17v4M3 10h4M3 14h4M17 10h4M17 14h4',
      },
    },
    component: lazyRouteComponent(() => import('./page/models.tsx'), 'ModelsPage'),
  }),
] as const
